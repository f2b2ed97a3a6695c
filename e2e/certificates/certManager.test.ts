import { kubectl } from '../harness/kubectl.ts';
import { scenario, shortSpec } from '../harness/scenario.ts';
import { until } from '../harness/until.ts';
import { isPromoted } from '../harness/world.ts';
import { applyAuthority, removeDefinitions, startCertManager } from './certManager.ts';
import { aVisitor, shownTo, type Way } from './visitor.ts';

const minutes = 60_000;
const { world, close } = await scenario('certificates');
const certManager = await startCertManager();
const { namespace } = world;

afterAll(async () => {
  await close();
  await certManager.stop();
  await removeDefinitions();
}, 4 * minutes);

const servername = 'world.example.com';
const issuedBy = (name: string) => ({
  ...shortSpec,
  tls: { certManager: { issuerRef: { name } } },
  exposure: { hostnames: [servername] },
});

const certificateReady = (reason: string, words = '') =>
  world.until(`CertificateReady is ${reason}`, ({ status }) =>
    status.conditions.some(
      ({ type, message, ...condition }) =>
        type === 'CertificateReady' && condition.reason === reason && message.includes(words),
    ),
  );

/** How a visitor comes who believes the authority of the namespace alone. */
async function way(): Promise<Way> {
  const jsonpath = 'jsonpath={.data.ca\\.crt}';
  const ca = await kubectl(['get', 'secret', 'world-tls', '-n', namespace, '-o', jsonpath]);
  const { hostname } = new URL(await world.address());
  return { host: hostname, servername, ca: Buffer.from(ca, 'base64').toString() };
}

/** How long a certificate lives is a field that the operator leaves to others. */
const live = (spec: object) =>
  kubectl([
    ...['patch', 'certificate', 'world-tls', '-n', namespace, '--type=merge'],
    ...['-p', JSON.stringify({ spec })],
  ]);

/** Asks for a certificate now, as `cmctl renew` does: another life alone leaves the certificate that is there until it ends. */
const renew = () =>
  kubectl([
    ...['patch', 'certificate', 'world-tls', '-n', namespace, '--subresource=status', '--type=json'],
    ...['-p', JSON.stringify([{ op: 'add', path: '/status/conditions/-', value: asked() }])],
  ]);

const asked = () => ({
  type: 'Issuing',
  status: 'True',
  reason: 'ManuallyTriggered',
  message: 'Asked for by the test.',
  lastTransitionTime: new Date(),
});

it(
  'a world whose issuer is not there says so, and waits',
  async () => {
    await world.apply(issuedBy('ca'));
    const { status } = await certificateReady('IssuerNotFound', 'Issuer ca does not exist');
    expect(isPromoted(status)).toBe(false);
  },
  4 * minutes,
);

it(
  'is released with the certificate that cert-manager issues, which visitors believe',
  async () => {
    await applyAuthority(namespace);
    const { status } = await world.released();
    expect(status.certificate).toMatchObject({
      source: 'CertManager',
      secretName: 'world-tls',
      issuer: 'CN=authority',
      renewalTime: expect.any(String),
    });
    expect(await shownTo(await way())).toBe(status.certificate?.serialNumber);
  },
  6 * minutes,
);

it(
  'a renewal reaches visitors while no request fails and no WebSocket is closed',
  async () => {
    const visits = await way();
    const visitor = await aVisitor(visits);
    try {
      const before = await certificateReady('Valid');
      const first = await shownTo(visits);
      // Renewed half a minute after it was issued, again and again.
      await live({ duration: '1h', renewBefore: '59m30s' });
      await renew();
      const other = (known: readonly string[]) =>
        until('Another certificate is shown', async () => {
          const serial = await shownTo(visits);
          return known.includes(serial) ? undefined : serial;
        });
      const second = await other([first]);
      await other([first, second]);
      expect(await visitor.answers()).toBe(true);
      expect(visitor.failures).toEqual([]);
      expect(visitor.asked()).toBeGreaterThan(50);
      const { status } = await world.until('it stands', () => true);
      expect(status.stableRevision).toBe(before.status.stableRevision);
    } finally {
      visitor.leave();
      await live({ duration: null, renewBefore: null });
    }
  },
  8 * minutes,
);

it.each([
  ['that is not there', 'nobody', 'IssuerNotFound', 'Issuer nobody does not exist'],
  ['that cannot issue', 'broken', 'Issuing', 'nowhere'],
])(
  'an issuer %s is told, and the old certificate goes on serving',
  async (_, issuer, reason, words) => {
    const visits = await way();
    await world.apply(issuedBy(issuer));
    const { status } = await certificateReady(reason, words);
    expect(status.certificate?.issuer).toBe('CN=authority');
    await shownTo(visits);
  },
  4 * minutes,
);
