import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { cutProvider } from '../cut.mjs';
import { UserError } from '../terminal.mjs';

let folder, list;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cut-'));
  list = join(folder, 'list.txt');
  writeProvider({});
});

afterEach(() => rmSync(folder, { recursive: true }));

test('the provider itself and what is listed are kept', () => {
  const target = cut('# a comment\naws_s3_bucket # why\n\ndata.aws_vpc\n');

  const assembly = JSON.parse(readFileSync(join(target, '.jsii'), 'utf8'));
  assert.deepEqual(Object.keys(assembly.types), ['p.dataAwsVpc.DataAwsVpc', 'p.provider.AwsProvider', 'p.s3Bucket.S3Bucket']);
  assert.deepEqual(Object.keys(assembly.submodules), ['p.dataAwsVpc', 'p.provider', 'p.s3Bucket']);
  assert.equal(createRequire(import.meta.url)(target).s3Bucket.is, 's3-bucket');
  assert.ok(!existsSync(join(target, 'lib', 'vpc')));
  assert.ok(!existsSync(join(target, 'lib', 's3-bucket', 'index.d.ts')));
});

test('a name that the provider lacks is refused with its line and the nearest names', () => {
  assert.throws(() => cut('data.aws_vpc\naws_s3_bukcet\n'), (error) =>
    error instanceof UserError && error.message.startsWith(`${list}(2): error`) && error.message.includes(`'aws_s3_bukcet'. Nearest: aws_s3_bucket,`));
});

test('a reference out of the cut is refused', () => {
  writeProvider({ 'p.s3Bucket.S3Bucket': { base: { fqn: 'p.vpc.Vpc' } } });

  assert.throws(() => cut('aws_s3_bucket\n'), (error) => error instanceof UserError && error.message.includes('p.vpc.Vpc'));
  assert.doesNotThrow(() => cut('aws_s3_bucket\naws_vpc\n'));
});

function cut(names) {
  writeFileSync(list, names);
  return cutProvider(join(folder, 'whole'), join(folder, 'cut'), list);
}

/** A package in the provider's shape: a folder a resource, and the assembly file that describes them. */
function writeProvider(types) {
  const modules = { dataAwsVpc: 'data-aws-vpc', provider: 'provider', s3Bucket: 's3-bucket', vpc: 'vpc' };
  const classes = { dataAwsVpc: 'DataAwsVpc', provider: 'AwsProvider', s3Bucket: 'S3Bucket', vpc: 'Vpc' };
  const whole = join(folder, 'whole');
  for (const [name, directory] of Object.entries(modules)) {
    mkdirSync(join(whole, 'lib', directory), { recursive: true });
    writeFileSync(join(whole, 'lib', directory, 'index.js'), `exports.is = '${directory}';`);
    writeFileSync(join(whole, 'lib', directory, 'index.d.ts'), '');
  }
  for (const file of ['README.md', 'LICENSE']) writeFileSync(join(whole, file), '');
  writeFileSync(join(whole, 'package.json'), '{ "main": "lib/index.js" }');
  writeFileSync(join(whole, '.jsii'), JSON.stringify({
    name: 'p',
    submodules: Object.fromEntries(Object.entries(modules).map(([name, directory]) => [`p.${name}`, { symbolId: `src/${directory}/index:` }])),
    types: Object.fromEntries(Object.keys(modules).map((name) => {
      const fqn = `p.${name}.${classes[name]}`;
      return [fqn, types[fqn] ?? {}];
    })),
  }));
}
