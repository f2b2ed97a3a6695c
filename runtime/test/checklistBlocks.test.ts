import { join } from 'node:path';
import { aReceiver, type Receiver } from './aReceiver.ts';
import { aRuntime, type TestRuntime, token } from './aRuntime.ts';
import { makeCertificate } from './certificate.ts';
import type { Outcome } from './checklist/block.ts';
import { checklistBlocks } from './checklist/checklistBlocks.ts';
import { runBlock } from './checklist/runBlock.ts';

/** The commands of the production checklist, as they are written there, each on a world of its own. */

const root = join(import.meta.dirname, '../..');
const production = { GODOT_ENV: 'production', GODOT_ENABLE_HTTP_API: 'true' };

const aWorld = () =>
  aRuntime(
    (directory) => ({
      ...production,
      SPACETIME_TLS_DIR: join(directory, 'tls'),
      SPACETIME_WEBHOOK_ALLOWED_CIDRS: '127.0.0.0/8',
    }),
    async (directory) => void (await makeCertificate(join(directory, 'tls'), 'localhost')),
  );

describe.each(checklistBlocks)('checklist $section: $name', (block) => {
  let world: TestRuntime;
  let receiver: Receiver;
  let outcome: Outcome;
  beforeAll(async () => {
    world = await aWorld();
    receiver = await aReceiver();
    outcome = await runBlock(block, {
      origin: world.url(''),
      secureOrigin: `https://localhost:${world.ports.tls}`,
      receiver: receiver.url(''),
      received: () => receiver.received,
      token,
      directory: root,
      env: { ...production, CURL_CA_BUNDLE: join(world.directory, 'tls/tls.crt') },
    });
  });
  afterAll(async () => {
    await receiver.close();
    await world.remove();
  });

  it.each(block.expect)('$line', async ({ holds }) => {
    await holds(outcome);
  });
});
