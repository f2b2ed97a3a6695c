import * as z from 'zod';
import { atomicList, choice, itemName, objectName, rules, text } from '../fields.ts';

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

/** The way in with exact weights. */
export const gateway = z
  .object({
    parentRefs: atomicList(
      'Where the HTTPRoute is attached. A release in a canary has exactly the asked share there.',
      parentRef,
      4,
    ),
    sharedGateways: atomicList(
      'Gateways of other namespaces that the installation of the operator publishes, by the names that it gives them.',
      itemName('Name under which a Gateway is published.'),
      4,
    ),
  })
  .meta(
    rules(
      {
        rule: `!has(self.parentRefs) || self.parentRefs.all(p, self.parentRefs.exists_one(q, ${sameParent}) || (has(p.sectionName) && self.parentRefs.exists_one(q, ${sameParent} && has(q.sectionName) && q.sectionName == p.sectionName)))`,
        message:
          'exposure.gateway.parentRefs may name one parent twice only with a different sectionName each; add them or remove one.',
        fieldPath: '.parentRefs',
      },
      {
        rule: '(has(self.parentRefs) && self.parentRefs.size() > 0) || (has(self.sharedGateways) && self.sharedGateways.size() > 0)',
        message: 'exposure.gateway must name at least one of parentRefs and sharedGateways.',
      },
    ),
  )
  .describe(
    'HTTPRoute of the name of the world, whose weights are exact: without it the share of a candidate follows the pod counts.',
  );
