// Cuts the npm package of the AWS provider to the resources that the program uses: the whole of it takes minutes and
// gigabytes to compile.
import { copyFileSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from './terminal.mjs';

/** Writes into `target` the package in `source`, cut to the Terraform names in the file `list`; returns `target`. */
export function cutProvider(source, target, list) {
  const assembly = JSON.parse(readFileSync(join(source, '.jsii'), 'utf8'));
  const modules = modulesByName(assembly);
  const kept = new Map([['provider', modules.get('provider')]]);
  for (const { name, line } of readList(list)) {
    if (!modules.has(name)) throw new UserError(unknownName(list, line, name, modules));
    kept.set(name, modules.get(name));
  }

  const names = new Set([...kept.values()].map((module) => module.name));
  const isKept = (fqn) => names.has(fqn.split('.')[1]);
  const types = pick(assembly.types, isKept);
  refuseDanglingReferences(assembly.name, types);

  mkdirSync(join(target, 'lib'), { recursive: true });
  writeFileSync(join(target, '.jsii'), JSON.stringify({ ...assembly, submodules: pick(assembly.submodules, isKept), types }));
  writeFileSync(join(target, 'lib', 'index.js'), index(kept.values()));
  for (const file of ['package.json', 'README.md', 'LICENSE']) copyFileSync(join(source, file), join(target, file));
  for (const { folder } of kept.values()) {
    cpSync(join(source, 'lib', folder), join(target, 'lib', folder), { recursive: true, filter: (path) => !/\.(d\.ts|map)$/.test(path) });
  }
  return target;
}

/** Terraform name -> the submodule that holds it. A folder is the Terraform name in kebab case, `aws_` dropped. */
function modulesByName(assembly) {
  return new Map(Object.entries(assembly.submodules).map(([fqn, { symbolId }]) => {
    const folder = /^src\/(.+)\/index:/.exec(symbolId)[1];
    return [terraformName(folder), { folder, name: fqn.split('.')[1] }];
  }));
}

function terraformName(folder) {
  const name = folder.replaceAll('-', '_');
  if (name === 'provider') return name;
  return name.startsWith('data_aws_') ? name.replace('data_', 'data.') : `aws_${name}`;
}

function readList(list) {
  return readFileSync(list, 'utf8').split(/\r?\n/)
    .map((text, index) => ({ name: text.replace(/#.*/, '').trim(), line: index + 1 }))
    .filter(({ name }) => name !== '');
}

function unknownName(list, line, name, modules) {
  const nearest = [...modules.keys()].sort((a, b) => distance(name, a) - distance(name, b)).slice(0, 3);
  return `${list}(${line}): error : the AWS provider has no '${name}'. Nearest: ${nearest.join(', ')}.`;
}

/** Levenshtein distance. */
function distance(a, b) {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
    }
    row = next;
  }
  return row[b.length];
}

function pick(map, isKept) {
  return Object.fromEntries(Object.entries(map).filter(([fqn]) => isKept(fqn)));
}

/** Every submodule is self-contained today; a release that shares types between them must not yield broken C#. */
function refuseDanglingReferences(assembly, types) {
  const referenced = JSON.stringify(Object.values(types)).matchAll(new RegExp(`"fqn":"(${assembly}\\.[^"]+)"`, 'g'));
  for (const [, fqn] of referenced) {
    if (!(fqn in types)) throw new UserError(`The cut AWS provider refers to ${fqn}, which is not in it: cut.mjs must follow references between submodules.`);
  }
}

/** Lazy, as the package's own lazy-index.js: a program pays for the resources it touches. */
function index(modules) {
  const exports = [...modules].map(({ name, folder }) =>
    `Object.defineProperty(exports, '${name}', { enumerable: true, get: () => require('./${folder}') });\n`);
  return `'use strict';\n${exports.join('')}`;
}
