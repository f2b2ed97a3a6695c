import { noon } from '../../test/builders.ts';
import type { Condition } from '../api/status/world.ts';
import type { GatewayFound } from '../plan/gatewayFound.ts';
import type { Exposed } from './exposure.ts';
import { exposureAnnouncements } from './exposureEvents.ts';

type Reason = Exposed['reason'];
const statuses: Readonly<Record<string, Condition['status']>> = {
  ServiceOnly: 'True',
  RouteAccepted: 'True',
  IngressReady: 'True',
  AddressAssigned: 'True',
  AddressPending: 'Unknown',
};
const state = (reason: Reason) =>
  ({ type: 'Exposed', status: statuses[reason] ?? 'False', reason, message: 'So it is.' }) as Exposed;
const told = (before: Reason | undefined, after: Reason, is: GatewayFound['is'] = 'Served') => {
  const conditions = before
    ? [{ ...state(before), lastTransitionTime: noon.toISOString(), observedGeneration: 1 }]
    : [];
  return exposureAnnouncements(conditions, state(after), { is }).map(
    ({ type, reason }) => `${type} ${reason}`,
  );
};

it.each<[Reason | undefined, Reason, readonly string[]]>([
  [undefined, 'ServiceOnly', []],
  [undefined, 'AddressPending', []],
  ['AddressPending', 'RouteAccepted', ['Normal Exposed']],
  ['RouteAccepted', 'RouteAccepted', []],
  ['RouteAccepted', 'RouteRefused', ['Warning ExposureRefused']],
  ['RouteAccepted', 'ServiceOnly', []],
  ['AddressPending', 'IngressReady', ['Normal Exposed']],
  ['AddressPending', 'AddressAssigned', ['Normal Exposed']],
  ['ServiceOnly', 'GatewayNotFound', ['Warning ExposureRefused']],
  ['ServiceOnly', 'GatewayAPIMissing', ['Warning OptionalAPIMissing']],
  ['GatewayAPIMissing', 'AddressPending', ['Normal OptionalAPIFound']],
  ['GatewayAPIMissing', 'GatewayNotFound', ['Normal OptionalAPIFound', 'Warning ExposureRefused']],
])('from %s to %s is told as %j', (before, after, expected) => {
  expect(told(before, after)).toEqual(expected);
});

it.each<[Reason, readonly string[]]>([
  ['ServiceOnly', []],
  ['AddressPending', []],
  ['IngressReady', ['Normal Exposed']],
])('a world that asks for no Gateway any more is %s, and nothing was found', (after, expected) => {
  expect(told('GatewayAPIMissing', after, 'NotConfigured')).toEqual(expected);
});
