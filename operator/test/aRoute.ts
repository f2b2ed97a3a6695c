import type { Gateway, HTTPRoute } from '../src/kube/types.ts';
import { httpRoute } from '../src/plan/httpRoute.ts';
import type { Owner } from '../src/plan/owner.ts';
import { parentsOf } from '../src/plan/parents.ts';
import type { Rollout } from '../src/rollout/rollout.ts';
import { anInstallation, anOwner } from './builders.ts';

/** Spec of a world behind the Gateway `public`. */
export const behindGateway = (more: object = {}) => ({
  replicas: 4,
  exposure: { hostnames: ['plaza.example.com'], gateway: { parentRefs: [{ name: 'public' }] } },
  ...more,
});

export const aRoutedOwner = (more: object = {}): Owner => anOwner(behindGateway(more));

/** The route of a world that asks for one. */
export const aRoute = (
  rollout: Rollout,
  percent: number,
  owner = aRoutedOwner(),
  installation = anInstallation(),
): HTTPRoute => httpRoute(owner, parentsOf(owner, installation), rollout, percent);

interface Said {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
}

export const yes = (type: string): Said => ({ type, status: 'True' });

const conditions = (said: readonly Said[]) =>
  said.map((one) => ({ reason: one.type, message: 'So it is.', ...one }));

/** The same route, of which the implementation of each parent says this. */
export const withSaid = (route: HTTPRoute, ...said: readonly Said[]): HTTPRoute => ({
  ...route,
  status: {
    parents: route.spec.parentRefs.map((parentRef) => ({ parentRef, conditions: conditions(said) })),
  },
});

/** The Gateway `public`, in effect, with a listener for HTTPS unless something else is told. */
export const aGateway = (
  listeners = [{ name: 'https', port: 443, protocol: 'HTTPS' }],
  said: readonly Said[] = [yes('Programmed')],
): Gateway => ({
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'Gateway',
  metadata: { name: 'public' },
  spec: { listeners },
  status: { conditions: conditions(said) },
});

/** Names and weights of the backends of a route. */
export const weightsOf = (route: HTTPRoute | undefined) =>
  Object.fromEntries((route?.spec.rules[0]?.backendRefs ?? []).map(({ name, weight }) => [name, weight]));
