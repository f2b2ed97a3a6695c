import { Quaternion, Vector3 } from 'three';
import type { Insight, Seen } from '../../shared/insight.ts';
import { at, flag, type Pose } from '../../shared/presence/pose.ts';
import type { Company } from '../presence/company.ts';
import type { OwnPose } from '../presence/ownPose.ts';
import type { Stage } from '../stage.ts';
import type { FrameCost } from './frameCost.ts';

const up = new Vector3(0, 1, 0);

/** What a page can be asked about. */
interface Asked {
  readonly company: Company;
  readonly self: Pick<OwnPose, 'last'>;
  readonly cost: FrameCost;
}

/** Gives insight into a page. */
export function insight({ visitor, renderer }: Stage, { company, self, cost }: Asked): Insight {
  return {
    self: () => ({
      id: company.self()?.id,
      feet: visitor.position.toArray(),
      yaw: visitor.rotation.y,
      ...parts(self.last()),
    }),
    others: () =>
      company.others().map(({ member: { id, name, away }, motion }) => {
        const pose = motion.now(performance.now());
        return { id, name, away, ...(pose && parts(pose)) };
      }),
    cost: () => ({
      ownP95: cost.p95('own'),
      allP95: cost.p95('all'),
      drawCalls: renderer.info.render.calls,
      triangles: renderer.info.render.triangles,
    }),
  };
}

function parts(pose: Pose): Required<Pick<Seen, 'head'>> & Pick<Seen, 'left' | 'right'> {
  const root = new Vector3().fromArray(pose, at.root);
  const turn = new Quaternion().setFromAxisAngle(up, pose[at.yaw] ?? 0);
  const place = (part: number) =>
    new Vector3().fromArray(pose, part).applyQuaternion(turn).add(root).toArray();
  const flags = pose[at.flags] ?? 0;
  return {
    head: place(at.head),
    ...(flags & flag.leftTracked && { left: place(at.left) }),
    ...(flags & flag.rightTracked && { right: place(at.right) }),
  };
}
