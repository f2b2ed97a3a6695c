import type { Condition } from '../api/status/world.ts';
import type { GatewayFound } from '../plan/gatewayFound.ts';
import { type Announcement, announce } from './events.ts';
import type { Exposed } from './exposure.ts';

/** What a step from one state of the exposure to another means. A world that has a Service alone has nothing to tell. */
export function exposureAnnouncements(
  conditions: readonly Condition[],
  { status, reason, message }: Exposed,
  gateway: Pick<GatewayFound, 'is'>,
): readonly Announcement[] {
  const before = conditions.find(({ type }) => type === 'Exposed');
  if (before?.reason === reason) return [];
  if (reason === 'GatewayAPIMissing') return [announce('OptionalAPIMissing', message)];
  const isFound = before?.reason === 'GatewayAPIMissing' && gateway.is === 'Served';
  return [
    ...(isFound ? [announce('OptionalAPIFound', 'The cluster serves HTTPRoutes now.')] : []),
    ...(status === 'False' ? [announce('ExposureRefused', message)] : []),
    ...(status === 'True' && reason !== 'ServiceOnly' ? [announce('Exposed', message)] : []),
  ];
}
