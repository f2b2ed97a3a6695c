import * as z from 'zod';
import type { Deps } from '../../deps.ts';
import type { ApiRoute } from '../../http/apiRoute.ts';
import { operation } from '../../http/operation.ts';
import { phases } from '../../lifecycle.ts';
import type { Metrics } from '../../metrics.ts';
import { here } from '../../presence/roster.ts';

const Occupancy = z.strictObject({
  revision: z.string(),
  phase: z.enum(phases),
  clients: z.int(),
  sockets: z.int(),
  rooms: z.int(),
  clients_reporting: z.int(),
  requests_under_way: z.int(),
});

/** How occupied this pod is, so that whoever scales down ends the emptiest. */
export const occupancyRoute = ({
  presence,
  config,
  lifecycle,
  votes,
  answers,
  metrics,
  now,
}: Deps): ApiRoute => ({
  path: '/admin/occupancy',
  access: 'always',
  get: operation({
    summary: 'How many people and connections this pod holds.',
    scope: 'admin',
    answer: Occupancy,
    handle: async () => {
      const clients = [...presence.room.visitors()].filter(({ home }) => home === here).length;
      return {
        body: {
          revision: config.revision,
          phase: lifecycle.phase(),
          clients,
          sockets: await openSockets(metrics),
          // A pod has one room, whose visitors see each other.
          rooms: clients > 0 ? 1 : 0,
          clients_reporting: votes.reporting(now()),
          requests_under_way: answers.underWay(),
        },
      };
    },
  }),
});

async function openSockets({ registry }: Metrics): Promise<number> {
  const found = await registry.getSingleMetric('spacetime_sockets')?.get();
  return (found?.values ?? []).reduce((all, { value }) => all + value, 0);
}
