import { Group, type Object3D } from 'three';
import { aside, start } from './places.ts';

const node = (extras: object, x = 0, turn = 0): Object3D => {
  const group = new Group();
  group.userData = extras;
  group.position.x = x;
  group.rotation.y = turn;
  return group;
};
const scene = (...nodes: Object3D[]) => new Group().add(...nodes);

describe('where a visitor begins', () => {
  it('is a spawn point, by chance, with its direction', () => {
    const root = scene(node({ origin: true }), node({ spawn: true }, 1), node({ spawn: true }, 2, 1));
    expect(start(root, 0).position.x).toBe(1);
    expect(start(root, 0.99)).toMatchObject({ position: { x: 2 }, yaw: expect.closeTo(1) });
  });

  it('is the origin without one, with the eyes where its camera is', () => {
    const eyes = node({ eyes: true });
    eyes.position.y = 1.4;
    const origin = node({ origin: true }, 3);
    origin.add(eyes);
    expect(start(scene(origin), 0.5)).toMatchObject({ position: { x: 3 }, eyes: 1.4 });
  });

  it('is a few steps back where a scene says nothing', () => {
    expect(start(scene(node({})), 0)).toMatchObject({ position: { x: 0, y: 0, z: 3 }, yaw: 0, eyes: 1.7 });
  });

  it('can be a step aside', () => {
    const first = start(scene(node({})), 0);
    const other = aside(first);
    expect(other.position.distanceTo(first.position)).toBeCloseTo(0.9);
    expect(other.position.y).toBe(0);
  });
});
