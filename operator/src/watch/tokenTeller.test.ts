import { pino } from 'pino';
import { aPodServer } from '../../test/aPodServer.ts';
import { aPod } from '../../test/builders.ts';
import type { Pod } from '../kube/types.ts';
import { tokenTeller } from './tokenTeller.ts';

const log = pino({ level: 'silent' });
const podCalled = (name: string): Pod => {
  const pod = aPod();
  return { ...pod, metadata: { ...pod.metadata, name, uid: `uid of ${name}` } };
};
const pods = [podCalled('a'), podCalled('b')];

it('tells every pod with the token that it accepts, and sends a digest and never a token', async () => {
  const { ask, asked } = aPodServer();
  await tokenTeller(ask, log).tell('worlds/plaza', pods, 'the-old-token', {
    digest: 'd',
    othersEndInSeconds: 60,
  });
  expect(asked).toMatchObject(
    ['a', 'b'].map((pod) => ({
      pod,
      method: 'POST',
      path: '/auth/mounted',
      token: 'the-old-token',
      body: { digest: 'd', others_end_in: 60 },
    })),
  );
});

it('remembers who has taken it, until the world is gone', async () => {
  const { ask } = aPodServer(({ metadata }) => ({ status: metadata.name === 'a' ? 200 : 401 }));
  const teller = tokenTeller(ask, log);
  await teller.tell('worlds/plaza', pods, 'the-old-token', { digest: 'd' });
  expect([...(teller.heard('worlds/plaza').get('d') ?? [])]).toEqual(['uid of a']);
  expect(teller.heard('worlds/other').size).toBe(0);
  teller.forget('worlds/plaza');
  expect(teller.heard('worlds/plaza').size).toBe(0);
});
