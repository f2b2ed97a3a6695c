import { publish } from '../../runtime/bench/page.ts';
import { moveToLoadCore } from '../../runtime/bench/served.ts';
import { atRest } from './atRest.ts';
import { releasing } from './releasing.ts';
import { watching } from './watching.ts';

/** Measures what the operator itself costs and prints a table; `--write` puts it into docs/performance.md too. */

// The pods have the first core, and what is measured the second.
await moveToLoadCore();
process.stderr.write('Measuring memory at rest …\n');
const memory = await atRest();
process.stderr.write('Measuring a release that is watched …\n');
const watched = await watching();
process.stderr.write('Measuring a release of the whole operator …\n');
await publish('operator', [...(await releasing()), ...watched, memory]);
