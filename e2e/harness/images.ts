import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const root = join(import.meta.dirname, '../..');

/** Faults of bad releases: each is a module in e2e/faults. */
export type Fault =
  | 'answers500'
  | 'answersForAnother'
  | 'closesSockets'
  | 'crashesAtStart'
  | 'crashesLate'
  | 'crashesSoon'
  | 'crashesUnderUsers'
  | 'failsLate'
  | 'failsOneInFive'
  | 'failsOneInTwenty'
  | 'failsOneInTwoHundred'
  | 'failsThePage'
  | 'failsUnderLoad'
  | 'hangs'
  | 'neverReady'
  | 'outOfMemory'
  | 'signsWrong'
  | 'slow'
  | 'switched';

/** The first release: the world that the runtime's image brings. */
export const firstImage = 'spacetime:v1.0.0';
/** A good release: another world on the same runtime. */
export const goodImage = 'spacetime:v1.1.0';
/** A check of the user's own, whose argument is its program. */
export const customCheckImage = 'spacetime-check:v1';
/** An image that no registry has. */
export const missingImage = 'spacetime:v9.9.9';
/** A bad release. */
export const faultyImage = (fault: Fault): string => `spacetime:${fault}`;

/** Builds the good release and those with these faults on the first image, and loads them into the local cluster. */
export async function loadImages(faults: readonly Fault[]): Promise<void> {
  const wanted = faults.map((fault) => `${faultyImage(fault)}=e2e/faults,FAULT=${fault}`);
  const args = ['load', `${goodImage}=e2e/demo/world`, `${customCheckImage}=e2e/customCheck`, ...wanted];
  await promisify(execFile)(join(root, '.cache/cluster'), args, { cwd: root });
}
