import { readFileSync } from 'node:fs';
import { build } from 'esbuild';

// Packages that are CommonJS inside an ES module call require.
const banner = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";
const { version } = JSON.parse(readFileSync('package.json', 'utf8'));

await build({
  entryPoints: ['src/main.ts'],
  outfile: 'dist/operator.mjs',
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node24',
  sourcemap: 'linked',
  define: { SPACETIME_OPERATOR_VERSION: JSON.stringify(version) },
  banner: { js: banner },
});
