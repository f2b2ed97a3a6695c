import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { makeCertificate } from '../../runtime/test/certificate.ts';
import { kubectl } from '../harness/kubectl.ts';
import { scenario, shortSpec } from '../harness/scenario.ts';
import { applyPair } from '../harness/tls.ts';
import { until } from '../harness/until.ts';
import { isPromoted } from '../harness/world.ts';

const { world, close } = await scenario('certificate');
const { namespace } = world;
const directory = await mkdtemp(join(tmpdir(), 'certificate-'));

const createPair = (pair: { readonly cert: string; readonly key: string }) => applyPair(world, pair);

/** Common name of the certificate that visitors are shown, as soon as the node leads them to a pod. */
const shown = () => until('Visitors are shown a certificate', shownNow);

/** Rejects while nobody answers; a connection begun before the node knows the Service would hang for minutes. */
async function shownNow(): Promise<string> {
  const host = new URL(await world.address()).hostname;
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port: 443, servername: 'localhost', rejectUnauthorized: false }, () => {
      resolve(String(socket.getPeerCertificate().subject.CN));
      socket.end();
    });
    socket.setTimeout(5000, () => socket.destroy(new Error('Nobody answers on port 443.')));
    socket.once('error', reject);
  });
}

const certificateReady = (reason: string) =>
  world.until(`CertificateReady is ${reason}`, ({ status }) =>
    status.conditions.some(
      (condition) => condition.type === 'CertificateReady' && condition.reason === reason,
    ),
  );

const minutes = 60_000;

afterAll(async () => {
  await close();
  await rm(directory, { recursive: true });
}, 4 * minutes);

it(
  'a certificate that is not there holds the first release back',
  async () => {
    await world.apply({ ...shortSpec, tls: { secretRef: { name: 'world-tls' } } });
    const { status } = await certificateReady('NotFound');
    expect(isPromoted(status)).toBe(false);
  },
  4 * minutes,
);

it(
  'is served from the moment when it is there',
  async () => {
    await createPair(await makeCertificate(join(directory, 'first'), 'first'));
    await world.settled();
    expect(await shown()).toBe('first');
  },
  4 * minutes,
);

it(
  'one whose key belongs to another is refused, and the old one goes on serving',
  async () => {
    const [right, wrong] = await Promise.all(
      ['second', 'third'].map((name) => makeCertificate(join(directory, name), name)),
    );
    await createPair({ cert: right?.cert ?? '', key: wrong?.key ?? '' });
    const { status } = await certificateReady('KeyMismatch');
    expect(isPromoted(status)).toBe(true);
    expect(await shown()).toBe('first');
  },
  4 * minutes,
);

it(
  'a renewed one is served without a release and without a restart',
  async () => {
    const { status } = await certificateReady('KeyMismatch');
    await createPair(await makeCertificate(join(directory, 'renewed'), 'renewed'));
    await until('The renewed certificate is shown', async () =>
      (await shown()) === 'renewed' ? true : undefined,
    );
    const after = await certificateReady('ExpiresSoon');
    expect(after.status.stableRevision).toBe(status.stableRevision);
    const restarts = await kubectl([
      'get',
      'pods',
      '-n',
      namespace,
      '-o',
      'jsonpath={.items[*].status.containerStatuses[0].restartCount}',
    ]);
    expect(restarts).toMatch(/^[0 ]+$/);
  },
  4 * minutes,
);
