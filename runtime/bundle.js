import { build } from 'esbuild';

// Packages that are CommonJS inside an ES module call require.
const banner =
  "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);";

// The compiler of scenes runs in threads, which start from a file of their own.
await build({
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
});
