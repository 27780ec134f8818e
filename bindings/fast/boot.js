// Starts the jsii kernel (program.js, beside this file) in this node process. The stock start script runs it in a second
// process and relays every message.
'use strict';
const fs = require('fs');
const Module = require('module');
const path = require('path');
const { Writable } = require('stream');

const kernel = 3;
const { readSync, writeSync } = fs;

// The kernel talks over descriptor 3, which the stock script pipes to its own input and output: here they are the same.
fs.readSync = (fd, ...rest) => {
  try {
    return readSync(fd === kernel ? 0 : fd, ...rest);
  } catch (error) {
    if (fd === kernel && error.code === 'EOF') return 0; // Windows says the end of a pipe so
    throw error;
  }
};
fs.writeSync = (fd, ...rest) => writeSync(fd === kernel ? 1 : fd, ...rest);

// What the program itself prints goes out wrapped, as the stock script wraps it, so that it is no answer of the kernel.
for (const tag of ['stdout', 'stderr']) {
  const stream = new Writable({
    write(chunk, _encoding, done) {
      writeSync(2, `${JSON.stringify({ [tag]: Buffer.from(chunk).toString('base64') })}\n`);
      done();
    },
  });
  Object.defineProperty(process, tag, { configurable: true, enumerable: true, get: () => stream });
}

// The terminal interrupts both processes; this one ends when the .NET process closes its input.
process.on('SIGINT', () => {});

// Every token records where it was created, without a limit on the depth: frames of this kernel, which mean nothing to a
// C# user, and the greater part of a constructor's time.
const { captureStackTrace } = Error;
Error.captureStackTrace = (target, below) => {
  if (Error.stackTraceLimit === Number.MAX_SAFE_INTEGER) Error.stackTraceLimit = 0;
  captureStackTrace(target, below);
};

// cdktf loads its zip library at once and uses it for assets that are folders.
const { _load } = Module;
Module._load = function load(request, ...rest) {
  return request === 'archiver' ? (...args) => _load.call(this, request, ...rest)(...args) : _load.call(this, request, ...rest);
};

require(path.join(__dirname, 'program.js'));
