const releases: (() => unknown)[] = [];

/** Runs after the test, the last one first. */
export const afterThisTest = (release: () => unknown): void => void releases.push(release);

afterEach(async () => {
  for (const release of releases.splice(0).reverse()) await release();
});
