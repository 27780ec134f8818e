// One generation at a time. Two would not harm each other, because packages are renamed into place: the lock saves
// the second build its minute.
import { hostname } from 'node:os';
import { readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { onInterrupt } from './terminal.mjs';

const heartbeat = 2_000;
const abandonedAfter = 30_000;

/** Runs `work` while holding the lock file at `path`; `onWait` is told once which process it waits for. */
export async function withLock(path, work, onWait) {
  for (let waiting = false; !create(path);) {
    const holder = read(path);
    if (holder && isAbandoned(path, holder)) {
      takeAway(path);
    } else {
      if (holder?.process && !waiting) onWait(holder.process);
      waiting ||= Boolean(holder?.process);
      await delay(200);
    }
  }

  const release = () => rmSync(path, { force: true });
  onInterrupt(release);
  const beat = setInterval(() => utimesSync(path, new Date(), new Date()), heartbeat);
  try {
    return await work();
  } finally {
    clearInterval(beat);
    release();
  }
}

function create(path) {
  try {
    writeFileSync(path, JSON.stringify({ process: process.pid, host: hostname() }), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

/** Null when the lock was released meanwhile; an empty holder while its owner is still writing it. */
function read(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    return error.code === 'ENOENT' ? null : {};
  }
}

function isAbandoned(path, holder) {
  const age = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
  return age > abandonedAfter || (holder.host === hostname() && !isAlive(holder.process));
}

function isAlive(process_) {
  try {
    process.kill(process_, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** By rename, so that of two processes that find the same abandoned lock only one removes it. */
function takeAway(path) {
  const aside = `${path}-${process.pid}`;
  try {
    renameSync(path, aside);
    rmSync(aside);
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
}
