// What a person sees of the generator, and the tools it runs without their chatter.
import { spawn } from 'node:child_process';

/** A failure that its message explains: shown without a stack trace. */
export class UserError extends Error {}

const cleanUps = [];

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
    const tool = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
    const printed = [];
    tool.stdout.on('data', (chunk) => printed.push(chunk));
    tool.stderr.on('data', (chunk) => printed.push(chunk));
    tool.on('error', (error) => reject(new UserError(`${command}: ${error.message}`)));
    // Not 'close': a compiler server may inherit the pipes and outlive the tool.
    tool.on('exit', (code, signal) => {
      if (code === 0) return resolve();
      const lines = Buffer.concat(printed).toString().trimEnd().split('\n');
      reject(new UserError(`'${[command, ...args.slice(0, 1)].join(' ')}' ended with ${signal ?? `exit code ${code}`}. Its last lines:\n${lines.slice(-25).join('\n')}`));
    });
  });
}

export function onInterrupt(cleanUp) {
  cleanUps.push(cleanUp);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    for (const cleanUp of cleanUps) cleanUp();
    process.exit(1);
  });
}
