import * as z from 'zod';
import { choice, objectName, rules, setList, text } from '../fields.ts';

const hostname = text('A host name, such as spacetime.example.com.', 253).meta(
  rules({
    rule: "self.matches('^([*][.])?([a-z0-9]([-a-z0-9]*[a-z0-9])?[.])*[a-z0-9]([-a-z0-9]*[a-z0-9])?$')",
    message:
      'exposure.hostnames must hold host names such as spacetime.example.com, without scheme, port or path.',
  }),
);

const parentRef = z
  .object({
    kind: choice(
      'Gateway, or ListenerSet: listeners in the namespace of the SpaceTime that a Gateway elsewhere allows. Absent: Gateway.',
      ['Gateway', 'ListenerSet'],
    ).optional(),
    name: objectName('Name of the Gateway or ListenerSet, in the namespace of the SpaceTime.'),
    sectionName: text('Listener to use. Absent: every listener that serves the host names.', 253)
      .regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/)
      .optional(),
  })
  .transform(({ kind = 'Gateway' as const, ...ref }) => ({ ...ref, kind }));

const sameParent =
  "q.name == p.name && (has(q.kind) ? q.kind : 'Gateway') == (has(p.kind) ? p.kind : 'Gateway')";

const gateway = z
  .object({
    parentRefs: z
      .array(parentRef)
      .min(1)
      .max(4)
      .meta({ 'x-kubernetes-list-type': 'atomic' })
      .describe('Where the HTTPRoute is attached. A release in a canary has exactly the asked share there.'),
  })
  .meta(
    rules({
      rule: `self.parentRefs.all(p, self.parentRefs.exists_one(q, ${sameParent}) || (has(p.sectionName) && self.parentRefs.exists_one(q, ${sameParent} && has(q.sectionName) && q.sectionName == p.sectionName)))`,
      message:
        'exposure.gateway.parentRefs may name one parent twice only with a different sectionName each; add them or remove one.',
      fieldPath: '.parentRefs',
    }),
  )
  .describe(
    'HTTPRoute of the name of the world, whose weights are exact: without it the share of a candidate follows the pod counts.',
  );

export const exposure = z
  .object({
    hostnames: setList('Public names of the world; the first without * is in status.url.', hostname, 16),
    service: z
      .object({
        type: choice('Type of the Service that bears the name of the world.', [
          'ClusterIP',
          'NodePort',
          'LoadBalancer',
        ]).default('ClusterIP'),
      })
      .describe(
        'The one Service of the world: port 80, 443 with TLS, 8081 for telemetry, 8087/UDP for discovery.',
      )
      .prefault({}),
    gateway: gateway.optional(),
  })
  .meta(
    rules({
      rule: '!has(self.gateway) || (has(self.hostnames) && self.hostnames.size() > 0)',
      message: 'exposure.hostnames must name at least one host when exposure.gateway is set.',
      fieldPath: '.hostnames',
    }),
  )
  .describe('How the world is reached. A change applies at once and is no release.')
  .prefault({});
