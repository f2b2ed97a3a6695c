import type { Aim } from '../moving/aim.ts';
import type { Rig } from '../moving/rig.ts';
import type { Hand } from './hands.ts';

/** A stick that goes further than the first is pushed, until it is nearer than the second. */
const pushed = 0.7;
const letGo = 0.3;
const turnRadians = Math.PI / 6;

/**
 * Lets hands move the visitor: the trigger, or a stick pushed forward, aims, and letting go teleports there; a stick to the side
 * turns by 30 degrees. `selected` hears of each trigger. What is answered is called for each frame.
 */
export function moveByHands(
  hands: readonly Hand[],
  { rig, aim }: { rig: Rig; aim: Aim },
  selected: () => void,
): () => void {
  let aiming: Hand | undefined;
  const land = (hand: Hand) => {
    if (aiming !== hand) return;
    aiming = undefined;
    const place = aim.end();
    if (place) rig.jumpTo(place);
  };
  const sticks = hands.map((hand) => stick(hand, rig));
  for (const hand of hands) {
    hand.ray.addEventListener('selectstart', () => {
      aiming = hand;
      selected();
    });
    hand.ray.addEventListener('selectend', () => land(hand));
    hand.ray.addEventListener('disconnected', () => {
      if (aiming === hand) aim.end();
      if (aiming === hand) aiming = undefined;
    });
  }
  return () => {
    for (const [index, hand] of hands.entries()) {
      const change = sticks[index]?.();
      if (change === 'pushed') aiming = hand;
      if (change === 'let go') land(hand);
    }
    if (aiming) aim.from(aiming.ray);
  };
}

/** Reads a stick for each frame: tells when it is pushed forward and when it comes back; turns the visitor by itself. */
function stick(hand: Hand, rig: Rig): () => Change {
  const aside = latch();
  const forward = latch();
  return () => {
    const axes = hand.gamepad()?.axes;
    const x = axes?.[2] ?? 0;
    if (aside(Math.abs(x)) === 'pushed') rig.turn(x > 0 ? -turnRadians : turnRadians);
    return forward(-(axes?.[3] ?? 0));
  };
}

type Change = 'pushed' | 'let go' | undefined;

/** Tells once that a value went up, and once that it came down again; what trembles in between is neither. */
function latch(): (value: number) => Change {
  let isPushed = false;
  return (value) => {
    if (isPushed === (isPushed ? value >= letGo : value > pushed)) return undefined;
    isPushed = !isPushed;
    return isPushed ? 'pushed' : 'let go';
  };
}
