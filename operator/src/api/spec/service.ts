import * as z from 'zod';
import { choice, rules, text } from '../fields.ts';

const className = (spec: string): string =>
  `(has(${spec}.loadBalancerClass) ? ${spec}.loadBalancerClass : '')`;

/** The Service that bears the name of the world. */
export const service = z
  .object({
    type: choice('Type of the Service that bears the name of the world.', [
      'ClusterIP',
      'NodePort',
      'LoadBalancer',
    ]).default('ClusterIP'),
    externalTrafficPolicy: choice(
      'Whether traffic from outside may pass to pods of another node (Cluster), or stays on its own (Local), which keeps the address of the caller. Absent: Cluster.',
      ['Cluster', 'Local'],
    ).optional(),
    loadBalancerClass: text(
      'Implementation of load balancers to use, where the cluster has several; immutable while type is LoadBalancer.',
      253,
    ).optional(),
    loadBalancerSourceRanges: z
      .array(text('A range of addresses, such as 203.0.113.0/24.', 49))
      .max(32)
      .meta({ 'x-kubernetes-list-type': 'atomic' })
      .describe('Ranges of addresses that the load balancer lets in. Absent: every address.')
      .optional(),
  })
  .meta(
    rules(
      {
        rule: "self.type != 'ClusterIP' || !has(self.externalTrafficPolicy)",
        message: 'exposure.service.externalTrafficPolicy needs type NodePort or LoadBalancer; remove it.',
      },
      {
        rule: "self.type == 'LoadBalancer' || !(has(self.loadBalancerClass) || has(self.loadBalancerSourceRanges))",
        message:
          'exposure.service.loadBalancerClass and loadBalancerSourceRanges need type LoadBalancer; remove them.',
      },
      {
        rule: '!has(self.loadBalancerSourceRanges) || self.loadBalancerSourceRanges.all(c, isCIDR(c))',
        message: 'exposure.service.loadBalancerSourceRanges must hold CIDRs such as 203.0.113.0/24.',
      },
      {
        rule: `self.type != 'LoadBalancer' || oldSelf.type != 'LoadBalancer' || ${className('self')} == ${className('oldSelf')}`,
        message:
          'exposure.service.loadBalancerClass is immutable while type is LoadBalancer; change type first.',
      },
    ),
  )
  .describe(
    'The one Service of the world: port 80, 443 with TLS, 8081 for telemetry, 8087/UDP for discovery.',
  )
  .prefault({});
