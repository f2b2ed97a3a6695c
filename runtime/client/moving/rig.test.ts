import { Group, PerspectiveCamera, Vector3 } from 'three';
import type { Stage } from '../stage.ts';
import { rig } from './rig.ts';

const aVisitor = (head: Vector3) => {
  const [visitor, camera] = [new Group(), new PerspectiveCamera()];
  const xr = { addEventListener: () => {}, isPresenting: true };
  const stage = { visitor, camera, renderer: { xr } } as unknown as Stage;
  return { visitor, rig: rig(stage, { position: head }) };
};
const headOf = (visitor: Group, head: Vector3) =>
  head
    .clone()
    .applyAxisAngle(new Vector3(0, 1, 0), visitor.rotation.y)
    .add(visitor.position);

describe('a rig', () => {
  const head = new Vector3(0.5, 1.6, -1);

  it('puts the head above the place that it jumps to', () => {
    const { visitor, rig } = aVisitor(head);
    visitor.rotation.y = 1;
    rig.jumpTo(new Vector3(3, 2, 1));
    expect(headOf(visitor, head).distanceTo(new Vector3(3, 3.6, 1))).toBeLessThan(1e-9);
    expect(rig.jumps()).toBe(1);
  });

  it('turns around the head, which is no jump', () => {
    const { visitor, rig } = aVisitor(head);
    rig.jumpTo(new Vector3(3, 2, 1));
    const before = headOf(visitor, head);
    rig.turn(0.7);
    expect(headOf(visitor, head).distanceTo(before)).toBeLessThan(1e-9);
    expect([visitor.rotation.y, rig.jumps()]).toEqual([0.7, 1]);
  });
});
