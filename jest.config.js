import { availableParallelism } from 'node:os';

const project = (displayName, testMatch, more = {}) => ({
  displayName,
  testMatch,
  extensionsToTreatAsEsm: ['.ts'],
  setupFiles: ['<rootDir>/scripts/properties.js'],
  transform: { '\\.ts$': '<rootDir>/jest.strip-types.js' },
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  modulePathIgnorePatterns: ['/dist/'],
  ...more,
});

// One real PostgreSQL for all tests of a run.
const withDatabase = {
  globalSetup: '<rootDir>/runtime/test/globalSetup.js',
  globalTeardown: '<rootDir>/runtime/test/globalTeardown.js',
};

const contract = '<rootDir>/**/*.cluster.test.ts';
const browser = '<rootDir>/**/*.browser.test.ts';
const fuzz = '<rootDir>/runtime/test/*.fuzz.test.ts';
const unit = ['operator', 'runtime', 'cdk8s', 'cli', 'e2e/{harness,demo,bench,docs}', 'scripts'].map(
  (dir) => `<rootDir>/${dir}/**/*.test.ts`,
);
const others = ['cluster', 'browser', 'fuzz', 'onNode'].map((level) => `\\.${level}\\.test\\.ts$`);

/** Levels of test: each needs more of the world than the one before, and the last four need tools that take long to build. */
export default {
  // No test asserts speed: a slow machine only takes longer.
  testTimeout: 60_000,
  // Many tests wait for other programs, so there is work for one more than there are cores.
  maxWorkers: availableParallelism() + 1,
  projects: [
    project('unit', unit, {
      testPathIgnorePatterns: ['/node_modules/', '/dist/', ...others],
      ...withDatabase,
    }),
    project('fuzz', [fuzz], withDatabase),
    project('browser', [browser], withDatabase),
    project('contract', [contract]),
    project('e2e', ['<rootDir>/e2e/scenarios/*.test.ts'], {
      testEnvironment: '<rootDir>/e2e/harness/clusterOfWorker.js',
    }),
    project('certificates', ['<rootDir>/e2e/certificates/*.test.ts']),
    project('gitops', ['<rootDir>/e2e/gitops/*.test.ts']),
    project('manifests', ['<rootDir>/e2e/install/*.test.ts'], {
      testPathIgnorePatterns: ['/node_modules/', 'onNode\\.test\\.ts$'],
    }),
    project('install', ['<rootDir>/e2e/install/*.onNode.test.ts']),
    project('docs', ['<rootDir>/e2e/docs/*.onNode.test.ts']),
  ],
};
