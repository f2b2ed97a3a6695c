import { aSituation } from '../../test/aSituation.ts';
import { anOwner } from '../../test/builders.ts';
import type { AddressesFound } from '../plan/addressesFound.ts';
import { exposed, urlOf } from './exposure.ts';

const nowhere: AddressesFound = { service: [], ingress: [] };
const tls = { secretRef: { name: 'plaza-tls' } };
const situation = (spec: object, addresses: Partial<AddressesFound> = {}) =>
  aSituation({ owner: anOwner(spec), addresses: { ...nowhere, ...addresses } });
const found = (...of: Parameters<typeof situation>) => {
  const { status, reason, message } = exposed(situation(...of));
  return `${status} ${reason}: ${message}`;
};

describe('a world behind an Ingress', () => {
  const behind = (ingress: object, more: object = { tls }) => ({
    exposure: { hostnames: ['plaza.example.com'], ingress },
    ...more,
  });

  it.each<[string, Parameters<typeof situation>, string]>([
    [
      'a controller has given it an address',
      [behind({}), { ingress: ['203.0.113.7', 'lb.example.net'] }],
      'True IngressReady: plaza.example.com by Ingress plaza: its address is 203.0.113.7, lb.example.net.',
    ],
    [
      'no controller is there for its class',
      [behind({ className: 'public' })],
      'Unknown AddressPending: plaza.example.com by Ingress plaza: no controller of class public has given it an address yet.',
    ],
    [
      'there is no default class',
      [behind({})],
      "Unknown AddressPending: plaza.example.com by Ingress plaza: no controller of the cluster's default class has given it an address yet.",
    ],
    [
      'production has no certificate',
      [behind({}, {}), { ingress: ['203.0.113.7'] }],
      'False ListenerWithoutTLS: plaza.example.com by Ingress plaza: it has no certificate, which production needs; set tls.',
    ],
    [
      'development has no certificate',
      [behind({}, { environment: 'development' }), { ingress: ['203.0.113.7'] }],
      'True IngressReady: plaza.example.com by Ingress plaza: its address is 203.0.113.7.',
    ],
  ])('where %s', (_, of, expected) => {
    expect(found(...of)).toBe(expected);
  });
});

describe('a world with a load balancer', () => {
  const spec = { tls, exposure: { service: { type: 'LoadBalancer' } } };

  it('waits for its address', () => {
    expect(found(spec)).toBe(
      'Unknown AddressPending: Service plaza of type LoadBalancer: nobody has given it an address yet.',
    );
    expect(urlOf(situation(spec))).toBe('http://plaza.worlds.svc');
  });

  it('has one as soon as the cluster says so', () => {
    expect(found(spec, { service: ['203.0.113.7'] })).toBe(
      'True AddressAssigned: Service plaza of type LoadBalancer: its address is 203.0.113.7.',
    );
  });

  it.each([
    ['203.0.113.7', 'http://203.0.113.7'],
    ['2001:db8::7', 'http://[2001:db8::7]'],
    ['lb.example.net', 'http://lb.example.net'],
  ])('is found at %s', (address, url) => {
    expect(urlOf(situation(spec, { service: [address] }))).toBe(url);
  });
});

it.each(['ClusterIP', 'NodePort'])('a Service of type %s is there at once', (type) => {
  expect(found({ tls, exposure: { service: { type } } })).toBe(
    `True ServiceOnly: Service plaza of type ${type}.`,
  );
});
