import { build } from 'esbuild';

// Packages that are CommonJS inside an ES module call require.
const banner = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

await build({
  entryPoints: ['server/main.ts'],
  outfile: 'dist/server.mjs',
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node24',
  sourcemap: 'linked',
  define: { SPACETIME_RELEASE_BUILD: 'true' },
  banner: { js: banner },
});
