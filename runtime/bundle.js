import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { build } from 'esbuild';
import { oneByteText } from '../scripts/oneByteText.js';

// Packages that are CommonJS inside an ES module call require.
const banner =
  "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);";

// The compiler of scenes runs in threads, which start from a file of their own; backups are a program of their own.
const { outputFiles } = await build({
  entryPoints: {
    server: 'server/main.ts',
    compiler: 'server/scenes/thread/main.ts',
    transfer: 'server/database/transfer/main.ts',
  },
  outdir: 'dist',
  outExtension: { '.js': '.mjs' },
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node24',
  define: { SPACETIME_RELEASE_BUILD: 'true' },
  banner: { js: banner },
  write: false,
});

for (const { path, text } of outputFiles) {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, path.endsWith('.mjs') ? oneByteText(text) : text);
}
