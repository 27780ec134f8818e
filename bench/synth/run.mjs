// Stock C#, fast C# and TypeScript on one stack, paired: every round runs each once, in turn. Prints the table of
// bench/README.md. Linux only, because it reads the processes' CPU time and memory from /proc.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const sizes = (process.argv[2] ?? '100,400,1600').split(',').map(Number);
const rounds = Number(process.argv[3] ?? 7);
const ticksPerSecond = Number(spawnSync('getconf', ['CLK_TCK']).stdout);

build();
const program = join(root, 'artifacts', 'bin', 'SynthBench', 'release', 'SynthBench.dll');
const variants = {
  stock: { command: ['dotnet', program], environment: { PAYMENTDR_STOCK_JSII: '1', JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: process.versions.node.split('.')[0] } },
  fast: { command: ['dotnet', program], environment: {} },
  typescript: { command: ['node', join(root, 'bench', 'synth', 'stack.cjs')], environment: { NODE_PATH: join(root, '.gen', 'node_modules') } },
};

console.log('| resources | variant | wall ms | wall / TypeScript | CPU / TypeScript | peak MB | stock wall / wall |');
console.log('|---|---|---|---|---|---|---|');
for (const size of sizes) await compare(size);

async function compare(size) {
  const runs = Object.fromEntries(Object.keys(variants).map((name) => [name, []]));
  for (let round = -1; round < rounds; round++) {
    const files = new Set();
    for (const [name, variant] of Object.entries(variants)) {
      const result = await measure(variant, size);
      files.add(result.file);
      if (round >= 0) runs[name].push(result); // the first round only fills caches
    }
    if (files.size !== 1) throw new Error(`The variants wrote different files at ${size} resources.`);
  }
  const of = (name, key) => median(runs[name].map((run) => run[key]));
  const paired = (name, other, key) => median(runs[name].map((run, i) => run[key] / runs[other][i][key]));
  for (const name of Object.keys(variants)) {
    console.log(`| ${size} | ${name} | ${of(name, 'wall').toFixed(0)} | ${paired(name, 'typescript', 'wall').toFixed(2)} `
      + `| ${paired(name, 'typescript', 'cpu').toFixed(2)} | ${of(name, 'memory').toFixed(0)} | ${paired('stock', name, 'wall').toFixed(2)} |`);
  }
}

/** Wall and CPU time of the command and of every process it starts, and the highest sum of their memory. */
async function measure({ command, environment }, size) {
  const folder = mkdtempSync(join(tmpdir(), 'synth-bench-'));
  const start = performance.now();
  const child = spawn(command[0], [...command.slice(1), String(size)], {
    cwd: folder,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const cpu = new Map();
  let memory = 0;
  const sampler = setInterval(() => {
    let sum = 0;
    for (const { pid, ticks, kilobytes } of tree(child.pid)) {
      cpu.set(pid, ticks);
      sum += kilobytes;
    }
    memory = Math.max(memory, sum);
  }, 10);
  const code = await new Promise((resolve) => child.once('exit', resolve));
  const wall = performance.now() - start;
  clearInterval(sampler);
  if (code !== 0) throw new Error(`${command.join(' ')} ended with ${code}`);
  const file = readFileSync(join(folder, 'cdktf.out', 'stacks', 'bench', 'cdk.tf.json'), 'utf8');
  rmSync(folder, { recursive: true });
  return { wall, cpu: [...cpu.values()].reduce((a, b) => a + b, 0) / ticksPerSecond, memory: memory / 1024, file };
}

function tree(pid) {
  const stat = readProc(pid, 'stat');
  if (!stat) return [];
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const kilobytes = Number(/VmRSS:\s+(\d+)/.exec(readProc(pid, 'status') ?? '')?.[1] ?? 0);
  let children = [];
  try {
    children = readdirSync(`/proc/${pid}/task`).flatMap((task) => (readProc(pid, `task/${task}/children`) ?? '').trim().split(' ').filter(Boolean));
  } catch { /* it ended meanwhile */ }
  return [{ pid, ticks: Number(fields[11]) + Number(fields[12]), kilobytes }, ...children.flatMap(tree)];
}

function readProc(pid, file) {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return null;
  }
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

function build() {
  const { status } = spawnSync('dotnet', ['build', join(root, 'bench', 'synth'), '--configuration', 'Release', '-v:q', '-nologo'], { stdio: 'inherit' });
  if (status !== 0) process.exit(status);
}
