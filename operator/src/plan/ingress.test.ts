import { anOwner } from '../../test/builders.ts';
import { ingress } from './ingress.ts';

const hostnames = ['plaza.example.com', '*.plaza.example.com'];
const anIngress = (wanted: { className?: string } = {}, more: object = {}) =>
  ingress(anOwner({ exposure: { hostnames, ingress: wanted }, ...more }), wanted).spec;

it('leads every path of every host name to the Service of the world', () => {
  const backend = { service: { name: 'plaza', port: { name: 'http' } } };
  expect(anIngress()?.rules).toEqual(
    hostnames.map((host) => ({ host, http: { paths: [{ path: '/', pathType: 'Prefix', backend }] } })),
  );
});

it('names its class where the spec does, and leaves the choice to the cluster where it does not', () => {
  expect(anIngress({ className: 'public' })).toMatchObject({ ingressClassName: 'public' });
  expect(anIngress()).not.toHaveProperty('ingressClassName');
});

it('says the same to every class, in fields alone', () => {
  const { metadata } = ingress(anOwner({ exposure: { hostnames, ingress: {} } }), {});
  expect(metadata.annotations).toBeUndefined();
});

it.each([{ secretRef: { name: 'mine' } }, { certManager: { issuerRef: { name: 'ours' } } }])(
  'ends TLS for every host name with the certificate that was checked, with %j',
  (tls) => {
    expect(anIngress({}, { tls })?.tls).toEqual([{ hosts: hostnames, secretName: 'plaza-tls-serving' }]);
  },
);

it('ends no TLS without a certificate', () => {
  expect(anIngress()).not.toHaveProperty('tls');
});
