import { chmodSync, readFileSync } from 'node:fs';
import { build } from 'esbuild';

const outfile = 'dist/kubectl-spacetime.mjs';
const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
const tooOld = '"kubectl-spacetime needs Node 24 or later; this is " + process.version';
const banner = [
  '#!/usr/bin/env node',
  `if (parseInt(process.versions.node) < 24) { console.error(${tooOld}); process.exit(1); }`,
  // Packages that are CommonJS inside an ES module call require.
  "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
];

await build({
  entryPoints: ['src/main.ts'],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node24',
  sourcemap: 'linked',
  define: { SPACETIME_CLI_VERSION: JSON.stringify(version) },
  banner: { js: banner.join('\n') },
});
chmodSync(outfile, 0o755);
