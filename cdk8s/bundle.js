import { execFileSync } from 'node:child_process';
import { cpSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

// What is published is dist/: a file for each construct, their types, and a package.json that leads to them.
const root = import.meta.dirname;
const dist = join(root, 'dist');
const described = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const { exports: sources, dependencies, peerDependencies } = described;
const entries = Object.entries(sources).map(([path, source]) => ({ name: path.slice(2), path, source }));

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist);
await build({
  entryPoints: Object.fromEntries(entries.map(({ name, source }) => [name, join(root, source)])),
  outdir: dist,
  bundle: true,
  splitting: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  external: Object.keys({ ...dependencies, ...peerDependencies }),
});

execFileSync('tsc', ['-p', join(root, 'tsconfig.types.json')], { stdio: 'inherit' });
for (const path of globSync('types/**/*.d.ts', { cwd: dist }).map((file) => join(dist, file)))
  writeFileSync(path, readFileSync(path, 'utf8').replaceAll(/(['"]\.[^'"]*)\.ts(['"])/g, '$1.js$2'));

const typesOf = (source) => `./types/cdk8s/${source.slice(2).replace(/\.ts$/, '.d.ts')}`;
const exported = entries.map(({ name, path, source }) => [
  path,
  { types: typesOf(source), default: `./${name}.js` },
]);
const { private: _, scripts: __, devDependencies: ___, ...about } = described;
writeFileSync(
  join(dist, 'package.json'),
  `${JSON.stringify({ ...about, exports: Object.fromEntries(exported) }, null, 2)}\n`,
);
for (const file of ['README.md', '../LICENSE']) cpSync(join(root, file), join(dist, file.replace('../', '')));
