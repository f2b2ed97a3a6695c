import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { build } from 'esbuild';

// Packages that are CommonJS inside an ES module call require.
const banner =
  "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);";

// The compiler of scenes runs in threads, which start from a file of their own.
const { outputFiles } = await build({
  entryPoints: { server: 'server/main.ts', compiler: 'server/scenes/thread/main.ts' },
  outdir: 'dist',
  outExtension: { '.js': '.mjs' },
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node24',
  sourcemap: 'linked',
  define: { SPACETIME_RELEASE_BUILD: 'true' },
  banner: { js: banner },
  write: false,
});

// One character beyond Latin-1, such as a dash in a library's comment, makes V8 hold all of the program at two bytes a character.
const escaped = (text) =>
  text.replaceAll(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

for (const { path, text } of outputFiles) {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, path.endsWith('.mjs') ? escaped(text) : text);
}
