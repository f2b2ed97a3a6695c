import * as z from 'zod';
import { at, restingPose } from '../../../shared/presence/pose.ts';
import { readBody } from '../../../shared/presence/poseBody.ts';
import type { Deps } from '../../deps.ts';
import type { ApiRoute } from '../../http/apiRoute.ts';
import { operation } from '../../http/operation.ts';
import { Problem } from '../../http/problem.ts';
import { here, type Visitor } from '../../presence/roster.ts';

const coordinate = { error: 'a list of three numbers from -100000 to 100000, in metres' };
const angle = { error: 'a number of radians from -6.3 to 6.3' };
const Coordinate = z.number(coordinate).min(-100_000, coordinate).max(100_000, coordinate);
const Position = z.array(Coordinate, coordinate).length(3, coordinate);

const Teleport = z
  .strictObject(
    {
      position: Position,
      yaw: z.number(angle).min(-6.3, angle).max(6.3, angle).optional(),
      visitor: z
        .string({ error: 'the id of a visitor' })
        .min(1, { error: 'the id of a visitor' })
        .max(128, { error: 'the id of a visitor' })
        .optional(),
    },
    { error: 'a JSON object with position' },
  )
  .meta({ examples: [{ position: [0, 0, 2], yaw: 0 }] });

const Player = z.strictObject({
  id: z.string(),
  name: z.string(),
  /** Null before the first pose. */
  position: z.array(z.number()).length(3).nullable(),
  yaw: z.number().nullable(),
  away: z.boolean(),
});

/** Where visitors are, and putting them somewhere else. */
export const playerRoutes = ({ presence: { room } }: Deps): readonly ApiRoute[] => [
  {
    path: '/player/position',
    access: 'token',
    get: operation({
      summary: 'Where the visitors of the world stand, in metres.',
      scope: 'read',
      answer: z.strictObject({ players: z.array(Player), count: z.int() }),
      handle: () => {
        const players = [...room.visitors()].map(player);
        return { body: { players, count: players.length } };
      },
    }),
  },
  {
    path: '/player/teleport',
    access: 'token',
    post: operation({
      summary: 'Put a visitor of the pod that answers, or all of them, somewhere else.',
      scope: 'write',
      body: Teleport,
      answer: z.strictObject({ success: z.literal(true), told: z.int() }),
      problems: { 404: 'This visitor is not connected to this pod, or the API is off.' },
      handle: ({
        body: {
          visitor,
          position: [x = 0, y = 0, z = 0],
          yaw,
        },
      }) => {
        const told = connected(room.visitors(), visitor);
        room.say({ type: 'teleport', position: [x, y, z], ...(yaw !== undefined && { yaw }) }, visitor);
        return { body: { success: true as const, told } };
      },
    }),
  },
];

function player({ id, name, body, isPlaced, awaySince }: Visitor): z.infer<typeof Player> {
  const away = awaySince !== undefined;
  if (!isPlaced) return { id, name, position: null, yaw: null, away };
  const pose = restingPose();
  readBody(new DataView(body.buffer, body.byteOffset, body.byteLength), 0, pose);
  const position = [...pose.subarray(at.root, at.root + 3)];
  return { id, name, position, yaw: pose[at.yaw] ?? 0, away };
}

function connected(visitors: Iterable<Visitor>, wanted: string | undefined): number {
  const present = [...visitors].filter(({ home, awaySince }) => home === here && awaySince === undefined);
  if (wanted === undefined) return present.length;
  if (present.some(({ id }) => id === wanted)) return 1;
  throw new Problem(
    404,
    'VISITOR_NOT_FOUND',
    'visitor must be the id of somebody who is connected to this pod.',
    {
      field: 'visitor',
    },
  );
}
