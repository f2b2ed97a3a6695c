import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { build } from 'esbuild';
import { oneByteText } from '../scripts/oneByteText.js';

// Packages that are CommonJS inside an ES module call require.
const banner =
  "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);";
/**
 * The client library does not say that its modules do nothing but export, so all kinds of Kubernetes would come along, in memory
 * too. Of it the operator runs what reads a kubeconfig.
 */
const clientOnlyExports = {
  name: 'client-only-exports',
  setup({ onResolve, resolve }) {
    const client = '@kubernetes/client-node';
    onResolve(
      { filter: /^\.|^@kubernetes\/client-node$/ },
      async ({ path, importer, kind, resolveDir, pluginData }) => {
        const isOfClient = path === client || importer.includes(`/${client}/`);
        if (!isOfClient || pluginData === client) return undefined;
        return {
          ...(await resolve(path, { importer, kind, resolveDir, pluginData: client })),
          sideEffects: false,
        };
      },
    );
  },
};

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
  plugins: [clientOnlyExports],
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
