import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { build } from 'esbuild';
import { oneByteText } from '../scripts/oneByteText.js';

// Packages that are CommonJS inside an ES module call require.
const banner =
  "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);";
const { version } = JSON.parse(readFileSync('package.json', 'utf8'));

const program = {
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node24',
  banner: { js: banner },
};

const {
  outputFiles: [operator],
} = await build({
  ...program,
  entryPoints: ['src/main.ts'],
  outfile: 'dist/operator.mjs',
  define: { SPACETIME_OPERATOR_VERSION: JSON.stringify(version) },
  write: false,
});
mkdirSync('dist', { recursive: true });
writeFileSync('dist/operator.mjs', oneByteText(operator.text));

// What tries a release runs from the operator's image, so that the candidate cannot say how it is judged.
await build({
  ...program,
  entryPoints: ['../runtime/checks/main.ts'],
  outfile: 'dist/checks.js',
  define: { SPACETIME_RELEASE_BUILD: 'true' },
});
const fromRuntime = createRequire(new URL('../runtime/package.json', import.meta.url));
copyFileSync(fromRuntime.resolve('iwer/build/iwer.min.js'), 'dist/iwer.min.js');
