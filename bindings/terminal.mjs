// What a person sees of the generator, and the tools it runs without their chatter.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

/** A failure that its message explains: shown without a stack trace. */
export class UserError extends Error {}

const isWindows = process.platform === 'win32';
const cleanUps = [];
const tools = new Set();

export function say(line) {
  process.stdout.write(`${line}\n`);
}

/** Runs one part of the work and says how long it took. The name appears first: a long step must not look like a hang. */
export async function step(name, work) {
  const start = performance.now();
  process.stdout.write(`  ${name.padEnd(40, '.')}`);
  try {
    await work();
    process.stdout.write(` ${((performance.now() - start) / 1000).toFixed(0)} s\n`);
  } catch (error) {
    process.stdout.write(' failed\n');
    throw error;
  }
}

/** Runs a tool to its end; what it prints is shown only when it fails. */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    // A process group of its own, so that an interrupt ends the tool with everything that it started.
    const tool = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: !isWindows, ...options });
    tools.add(tool);
    const printed = [];
    tool.stdout.on('data', (chunk) => printed.push(chunk));
    tool.stderr.on('data', (chunk) => printed.push(chunk));
    tool.on('error', (error) => reject(new UserError(`${command}: ${error.message}`)));
    tool.on('exit', async (code, signal) => {
      tools.delete(tool);
      // What is still in the pipes, but not for as long as a compiler server that inherited them may live.
      await Promise.race([once(tool, 'close'), delay(1_000, undefined, { ref: false })]);
      tool.stdout.destroy();
      tool.stderr.destroy();
      if (code === 0) return resolve();
      const lines = Buffer.concat(printed).toString().trimEnd().split('\n');
      reject(new UserError(`'${[command, ...args.slice(0, 1)].join(' ')}' ended with ${signal ?? `exit code ${code}`}. Its last lines:\n${lines.slice(-25).join('\n')}`));
    });
  });
}

/** What is to be undone when the process is interrupted: the last first. */
export function onInterrupt(cleanUp) {
  cleanUps.unshift(cleanUp);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, async () => {
    await Promise.all([...tools].map((tool) => {
      const end = once(tool, 'exit');
      if (isWindows) tool.kill();
      else process.kill(-tool.pid, 'SIGKILL');
      return end;
    }));
    for (const cleanUp of cleanUps) cleanUp();
    process.exit(1);
  });
}
