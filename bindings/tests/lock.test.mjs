import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { withLock } from '../lock.mjs';

const noWait = () => assert.fail('nothing to wait for');
let folder, path;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lock-'));
  path = join(folder, 'lock');
});

afterEach(() => rmSync(folder, { recursive: true }));

test('the lock is held during the work and released after it, also when the work fails', async () => {
  assert.equal(await withLock(path, async () => existsSync(path), noWait), true);
  assert.ok(!existsSync(path));

  await assert.rejects(withLock(path, () => Promise.reject(new Error('no')), noWait), /no/);
  assert.ok(!existsSync(path));
});

test('a second process waits for the first and says for whom', { timeout: 10_000 }, async () => {
  const holder = holdLock(1_000);
  await holder.ready;

  let waitedFor;
  await withLock(path, async () => {}, (holderProcess) => { waitedFor = holderProcess; });

  assert.equal(waitedFor, holder.process.pid);
});

test('the lock of a process that was killed is taken over at once', { timeout: 10_000 }, async () => {
  const holder = holdLock(60_000);
  await holder.ready;
  holder.process.kill('SIGKILL');
  await holder.exit;
  assert.ok(existsSync(path));

  await withLock(path, async () => {}, noWait);
});

test('a lock with the id of this very process is one from before it', { timeout: 10_000 }, async () => {
  writeFileSync(path, JSON.stringify({ process: process.pid, host: hostname(), token: 'theirs' }));

  await withLock(path, async () => {}, noWait);
});

test('a lock from another machine is taken over when its heart has stopped', { timeout: 10_000 }, async () => {
  writeFileSync(path, JSON.stringify({ process: 1, host: `not-${hostname()}`, token: 'theirs' }));
  utimesSync(path, new Date(), new Date(Date.now() - 31_000));

  await withLock(path, async () => {}, noWait);
});

test('of many that find the same abandoned lock, one works at a time', { timeout: 30_000 }, async () => {
  const dead = holdLock(60_000);
  await dead.ready;
  dead.process.kill('SIGKILL');
  await dead.exit;

  // Each notes when it has the lock and when it gives it up.
  const takers = Array.from({ length: 6 }, () => holdLock(100));
  const spans = await Promise.all(takers.map((taker) => taker.span));

  spans.sort((a, b) => a[0] - b[0]);
  for (let i = 1; i < spans.length; i++) assert.ok(spans[i][0] >= spans[i - 1][1], JSON.stringify(spans));
});

/** Another process that holds the lock for a while. */
function holdLock(milliseconds) {
  const script = `import { withLock } from ${JSON.stringify(new URL('../lock.mjs', import.meta.url))};
    import { setTimeout as delay } from 'node:timers/promises';
    await withLock(${JSON.stringify(path)}, async () => {
      console.log(Date.now());
      await delay(${milliseconds});
      console.log(Date.now());
    }, () => {});`;
  const holder = spawn(process.execPath, ['--input-type=module', '--eval', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  let printed = '';
  holder.stdout.on('data', (chunk) => { printed += chunk; });
  return {
    process: holder,
    span: new Promise((resolve) => holder.once('close', () => resolve(printed.trim().split('\n').map(Number)))),
    ready: new Promise((resolve) => holder.stdout.once('data', resolve)),
    exit: new Promise((resolve) => holder.once('exit', resolve)),
  };
}
