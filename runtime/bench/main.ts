import { startServer } from '../test/databaseServer.setup.ts';
import { answers } from './answers.ts';
import { publish } from './page.ts';
import { queues } from './queues.ts';
import type { Row } from './row.ts';
import { scenes } from './scenes.ts';
import { moveToLoadCore } from './served.ts';
import { starts } from './start.ts';
import { benchWorld } from './world.ts';

/** Measures the runtime beside its peers and prints a table; `--write` puts it into docs/performance.md too. */

const measurements: Readonly<Record<string, () => Promise<Row[]>>> = {
  answers: async () => {
    const world = await benchWorld();
    return answers(world).finally(world.remove);
  },
  queues,
  scenes,
  start: starts,
};

const stop = await startServer({ durable: true });
try {
  await moveToLoadCore();
  const rows: Row[] = [];
  for (const [name, measure] of Object.entries(measurements)) {
    process.stderr.write(`Measuring ${name} …\n`);
    rows.push(...(await measure()));
  }
  await publish('runtime', rows);
} finally {
  await stop();
}
