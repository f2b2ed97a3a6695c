import { jumps, type Pose, restingPose } from '../../shared/presence/pose.ts';
import { readBody } from '../../shared/presence/poseBody.ts';
import { blend } from './blend.ts';

/** How somebody else moves, a moment ago. Times are in milliseconds of this page's clock. */
export interface Motion {
  /** Takes a pose as it came. `sent` is the other page's clock modulo 65,536. */
  readonly take: (view: DataView, body: number, sent: number, now: number) => void;
  /** The pose to show now; the same object each time. Nothing before the first pose. */
  readonly now: (now: number) => Pose | undefined;
}

/** As far behind what is shown lags, so that there nearly always is a later pose to move towards. */
const delayMilliseconds = 120;
const kept = 16;
const clockTurn = 65_536;
/** After a longer silence the other stood still until just before it moved. */
const stillMilliseconds = 200;
const stepMilliseconds = 50;
/** The other clock seems to run apart by this much for each pose, so that a way that got longer is noticed. */
const drift = 0.2;

/** Motion that begins with the first pose. Nothing is allocated after it was made. */
export function motion(): Motion {
  const poses = Array.from({ length: kept }, restingPose);
  const times = new Float64Array(kept);
  const shown = restingPose();
  let count = 0;
  let sentBefore = 0;
  let clock = 0;
  let offset = 0;

  const slot = (index: number) => poses[index % kept] ?? shown;
  const time = (index: number) => times[index % kept] ?? 0;
  const append = (moment: number): Pose => {
    times[count % kept] = moment;
    count += 1;
    return slot(count - 1);
  };

  return {
    take: (view, body, sent, now) => {
      clock += (sent - sentBefore + clockTurn) % clockTurn;
      sentBefore = sent;
      const fits = count > 0 && Math.abs(now - clock - offset) < clockTurn / 2;
      // The least delay that was seen is the one without queues.
      offset = fits ? Math.min(offset + drift, now - clock) : now - clock;
      const moment = Math.max(clock + offset, count > 0 ? time(count - 1) + 1 : Number.NEGATIVE_INFINITY);
      if (count > 0 && moment - time(count - 1) > stillMilliseconds) {
        const last = slot(count - 1);
        append(moment - stepMilliseconds).set(last);
      }
      readBody(view, body, append(moment));
    },
    now: (now) => {
      if (count === 0) return undefined;
      const wanted = now - delayMilliseconds;
      let later = count - 1;
      const oldest = Math.max(0, count - kept);
      while (later > oldest && time(later - 1) > wanted) later -= 1;
      if (later === oldest || time(later) <= wanted) return copy(slot(later), shown);
      const [from, to] = [slot(later - 1), slot(later)];
      if (jumps(from) !== jumps(to)) return copy(from, shown);
      const share = (wanted - time(later - 1)) / (time(later) - time(later - 1));
      blend(from, to, share, shown);
      return shown;
    },
  };
}

function copy(from: Pose, to: Pose): Pose {
  to.set(from);
  return to;
}
