import * as z from 'zod';
import { atomicList, choice, rules, text } from '../fields.ts';
import { labelMap } from '../labelMap.ts';

const selector = (description: string) =>
  z
    .object({
      matchLabels: labelMap(
        'Labels that it has, all of them. Absent: it may have any.',
        'exposure.networkPolicy matchLabels',
      ).optional(),
    })
    .describe(description)
    .optional();

const range = (description: string) => text(description, 49);

const ipBlock = z
  .object({
    cidr: range('A range of addresses, such as 10.0.0.0/8.'),
    except: z
      .array(range('A range inside of cidr, such as 10.1.0.0/16.'))
      .max(16)
      .meta({ 'x-kubernetes-list-type': 'atomic' })
      .describe('Ranges inside of cidr that are not meant.')
      .optional(),
  })
  .meta(
    rules(
      {
        rule: 'isCIDR(self.cidr)',
        message: 'exposure.networkPolicy peers must give ipBlock.cidr as a CIDR such as 10.0.0.0/8.',
      },
      {
        rule: '!has(self.except) || !isCIDR(self.cidr) || self.except.all(c, isCIDR(c) && c != self.cidr && cidr(self.cidr).containsCIDR(c))',
        message:
          'exposure.networkPolicy peers must give ipBlock.except as smaller CIDRs inside of ipBlock.cidr.',
      },
    ),
  )
  .describe('Addresses, mostly of what is outside of the cluster.')
  .optional();

const peer = z
  .object({
    podSelector: selector(
      'Pods, of the namespaces of namespaceSelector; without that one, of the namespace of the SpaceTime.',
    ),
    namespaceSelector: selector('Namespaces; without podSelector all of their pods.'),
    ipBlock,
  })
  .meta(
    rules({
      rule: 'has(self.ipBlock) != (has(self.podSelector) || has(self.namespaceSelector))',
      message: 'exposure.networkPolicy peers must have either ipBlock, or podSelector and namespaceSelector.',
    }),
  );

/** Who may reach the pods of the world, and whom they may reach. */
export const networkPolicy = z
  .object({
    mode: choice('Managed: the pods of the world and its database have NetworkPolicies. Disabled: none.', [
      'Managed',
      'Disabled',
    ]).default('Managed'),
    from: atomicList(
      'Who may reach the ports for users. None: everybody. Operator, Prometheus, checks and the pods of the same world may reach the HTTP port besides.',
      peer,
      16,
    ),
    to: atomicList(
      'Whom the pods may reach besides DNS, their database, each other and public addresses.',
      peer,
      16,
    ),
  })
  .describe('NetworkPolicies of the world, for clusters that enforce them.')
  .prefault({});
