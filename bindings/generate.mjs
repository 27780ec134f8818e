// Makes the C# packages of constructs, cdktf and the AWS provider, and puts them into .gen/feed.
// Bindings.targets calls this before a restore when a package of the wanted revision is missing.
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { cutProvider } from './cut.mjs';
import { isAnotherAlive, withLock } from './lock.mjs';
import { emitProjects, fileName, packProjects } from './pack.mjs';
import { onInterrupt, run, say, step, UserError } from './terminal.mjs';

const oldestNode = [20, 9];
const revisionsKept = 3;
const sources = dirname(fileURLToPath(import.meta.url));
const output = join(sources, '..', '.gen');
const feed = join(output, 'feed');

const { values: options } = parseArgs({
  options: { revision: { type: 'string' }, framework: { type: 'string' }, dotnet: { type: 'string' } },
});

try {
  checkNode();
  mkdirSync(feed, { recursive: true });
  await withLock(join(output, 'lock'), generate, (holder) => say(`Waiting for process ${holder}, which is generating the C# bindings.`));
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

async function generate() {
  const packages = wantedPackages();
  const fast = fastBaseClass();
  const all = [fast, ...packages];
  if (all.every((wanted) => existsSync(join(feed, fileName(wanted))))) return;

  say(`Generating the C# bindings: ${reason(all)}.`);
  sweep();
  const work = join(output, `work-${process.pid}`);
  mkdirSync(work);
  onInterrupt(() => removeTree(work));
  try {
    await step('npm packages', () => installTools(join(work, 'npm')));
    const provider = packages.find(({ name }) => name === '@cdktf/provider-aws');
    await step('AWS provider cut to aws-resources.txt', () => {
      provider.source = cutProvider(provider.source, join(work, 'provider-aws'), join(sources, 'aws-resources.txt'));
    });
    await step('C# sources', () => emitProjects(packages, { tools: output, output: join(work, 'sources') }));
    await step('C# packages', () => packProjects(packages, {
      ...options, fast, work, sources: join(work, 'sources', 'dotnet'), feed: join(work, 'feed'),
    }));
    // Built aside, then renamed: whoever looks into the feed sees a whole package or none.
    for (const made of all) renameSync(join(work, 'feed', fileName(made)), join(feed, fileName(made)));
    for (const { id } of all) prune(id);
  } finally {
    removeTree(work);
  }
}

function wantedPackages() {
  const { dependencies } = manifest();
  return [['constructs', 'Constructs'], ['cdktf', 'HashiCorp.Cdktf'], ['@cdktf/provider-aws', 'HashiCorp.Cdktf.Providers.Aws']]
    .map(([name, id]) => ({ name, id, version: `${dependencies[name]}.${options.revision}`, source: join(output, 'node_modules', name) }));
}

/** Its project stands here and not in the npm registry; its version is that of the jsii runtime for which it is made. */
function fastBaseClass() {
  const folder = join(sources, 'fast');
  return { id: 'Jsii.Fast', version: `${manifest().dependencies['jsii-pacmak']}.${options.revision}`, folder, project: join(folder, 'Jsii.Fast.csproj') };
}

function manifest() {
  return JSON.parse(readFileSync(join(sources, 'package.json'), 'utf8'));
}

function reason(all) {
  const present = new Set(readdirSync(feed));
  if (present.size === 0) return '.gen holds none yet; half a minute, more on a slow network';
  return all.some((wanted) => present.has(fileName(wanted))) ? 'a package of this revision is missing' : 'their inputs in bindings/ have changed';
}

/** Older revisions are kept for a while: a branch with another list is often come back to. */
function prune(id) {
  const ofId = new RegExp(`^${id.replaceAll('.', '\\.')}\\.\\d`);
  const byAge = readdirSync(feed).filter((file) => ofId.test(file))
    .map((file) => ({ path: join(feed, file), time: statSync(join(feed, file)).mtimeMs }))
    .sort((a, b) => b.time - a.time);
  for (const { path } of byAge.slice(revisionsKept)) rmSync(path, { force: true });
}

/** What interrupted generations left, and no process is writing to any more. */
function sweep() {
  for (const entry of readdirSync(output)) {
    const owner = /^work-(\d+)$/.exec(entry)?.[1];
    if (owner && !isAnotherAlive(Number(owner))) removeTree(join(output, entry));
  }
}

/** With patience: on Windows a virus scanner may hold a file for a moment. */
function removeTree(folder) {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}

/** Aside, then renamed. Into .gen itself, because Node looks for what the cut provider needs in the folders above it. */
async function installTools(aside) {
  const lockFile = readFileSync(join(sources, 'package-lock.json'), 'utf8');
  const stamp = join(output, 'installed-package-lock.json');
  const installed = join(output, 'node_modules');
  if (existsSync(stamp) && existsSync(installed) && readFileSync(stamp, 'utf8') === lockFile) return;

  mkdirSync(aside);
  for (const file of ['package.json', 'package-lock.json', '.npmrc']) copyFileSync(join(sources, file), join(aside, file));
  // A shell, because npm is npm.cmd on Windows; one string, because a shell takes no list of arguments.
  await run('npm ci --ignore-scripts', [], { cwd: aside, shell: true });
  rmSync(stamp, { force: true });
  removeTree(installed);
  renameSync(join(aside, 'node_modules'), installed);
  writeFileSync(stamp, lockFile);
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < oldestNode[0] || (major === oldestNode[0] && minor < oldestNode[1])) {
    throw new UserError(`Node ${process.versions.node} is on PATH; Node ${oldestNode.join('.')} or newer is needed.`);
  }
}
