// One generation at a time: two would repeat each other's minute, and share the folder of npm packages.
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { linkSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { onInterrupt } from './terminal.mjs';

const heartbeat = 2_000;
const abandonedAfter = 30_000;

/** Runs `work` while holding the lock file at `path`; `onWait` is told once which process it waits for. */
export async function withLock(path, work, onWait) {
  const token = randomUUID();
  for (let waiting = false; !create(path, token);) {
    const holder = read(path);
    if (holder?.token && isAbandoned(path, holder)) {
      takeAway(path, holder);
    } else {
      if (holder?.process && !waiting) onWait(holder.process);
      waiting ||= Boolean(holder?.process);
      await delay(200);
    }
  }

  const release = () => {
    if (read(path)?.token === token) rmSync(path, { force: true });
  };
  onInterrupt(release);
  const beat = setInterval(() => ifPresent(() => utimesSync(path, new Date(), new Date())), heartbeat);
  try {
    return await work();
  } finally {
    clearInterval(beat);
    release();
  }
}

function create(path, token) {
  try {
    writeFileSync(path, JSON.stringify({ process: process.pid, host: hostname(), token }), { flag: 'wx' });
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

/** On this machine a holder is alive or not, however long it sleeps; on another one only its heartbeat can be seen. */
function isAbandoned(path, holder) {
  if (holder.host === hostname()) return !isAnotherAlive(holder.process);
  return Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now()) > abandonedAfter;
}

/** A restarted container gives its ids again: what bears this process's own id is left from before it. */
export function isAnotherAlive(id) {
  if (id === process.pid) return false;
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Another process may have been faster and hold a lock of its own by now: what was moved is looked at, and put back if it is not the one. */
function takeAway(path, judged) {
  const aside = `${path}-${process.pid}`;
  ifPresent(() => renameSync(path, aside));
  try {
    if (read(aside) && read(aside).token !== judged.token) linkSync(aside, path);
  } catch (error) {
    if (error.code !== 'EEXIST') throw error; // a third one was faster still
  } finally {
    rmSync(aside, { force: true });
  }
}

function ifPresent(act) {
  try {
    act();
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
}
