import { faultyImage, firstImage, goodImage, missingImage } from '../harness/images.ts';
import { draw } from './seed.ts';

/** What is worth reaching; a release that misses it is told, and does not fail the demo. */
interface Reach {
  /** Failed requests of users at most. */
  readonly failed?: number;
  /** Seconds from the first bad answer to the last at most. */
  readonly badSeconds?: number;
  /** Seconds from kubectl apply to the verdict at most. */
  readonly verdictSeconds?: number;
}

/** One release of the demo. */
export interface Release {
  readonly title: string;
  /** Whether users should keep it. */
  readonly good: boolean;
  readonly spec: object;
  readonly reach: Reach;
}

/** The world before any release: three pods, and a canary that is short enough to watch. */
export const firstSpec = {
  image: firstImage,
  replicas: 3,
  resources: { requests: { cpu: '50m', memory: '128Mi' }, limits: { memory: '512Mi' } },
  rollout: {
    canary: {
      steps: [{ trafficPercent: 25 }, { trafficPercent: 50 }],
      minSeconds: 5,
      minRequests: 20,
    },
    bakeSeconds: 10,
    deadlines: { preparingSeconds: 30 },
  },
};

/** What users have once the good release is out. */
export const goodSpec = { ...firstSpec, image: goodImage };

/** A good release, then bad ones; the last is drawn by the seed. */
export function releases(seed: number): readonly Release[] {
  const [fault, deed] = draw(seed);
  const bad = (title: string, change: object, reach: Reach): Release => ({
    title,
    good: false,
    spec: { ...goodSpec, ...change },
    reach,
  });
  return [
    { title: 'good: another world', good: true, spec: goodSpec, reach: { failed: 0 } },
    bad(
      '(a) answers 500 to everything',
      { image: faultyImage('answers500') },
      { failed: 40, badSeconds: 10 },
    ),
    bad(
      '(b) crashes four seconds after start',
      { image: faultyImage('crashesSoon') },
      { failed: 0, verdictSeconds: 15 },
    ),
    bad('(c) image that does not exist', { image: missingImage }, { failed: 0, verdictSeconds: 15 }),
    bad('(d) same image, bad configuration', { scenes: { whitelist: badWhitelist } }, { failed: 0 }),
    bad(`(e) drawn: ${deed}`, { image: faultyImage(fault) }, {}),
  ];
}

/** Names a scene that the world does not have. */
const badWhitelist = { production: ['res://vr_main.tscn', 'res://not_there.tscn'] };
