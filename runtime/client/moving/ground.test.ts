import { BoxGeometry, Mesh, PlaneGeometry, Raycaster, Vector3 } from 'three';
import { ground } from './ground.ts';

const ray = (from: [number, number, number], to: [number, number, number]) => {
  const origin = new Vector3(...from);
  return new Raycaster(origin, new Vector3(...to).sub(origin).normalize());
};

describe('ground', () => {
  const box = new Mesh(new BoxGeometry(2, 1, 2));
  box.updateMatrixWorld();
  const point = new Vector3();
  const floor = ground();
  floor.lay([box]);

  it('is met where a ray comes down on it', () => {
    expect(floor.meet(ray([0, 5, 0], [0.5, 0.5, 0.5]), point)).toBe(true);
    expect(point.distanceTo(new Vector3(0.5, 0.5, 0.5))).toBeLessThan(1e-6);
  });

  it('is no ground where it is steep, but in the way', () => {
    expect(floor.meet(ray([5, 0, 0], [0, 0, 0]), point)).toBe(false);
    expect(floor.isBlocked()).toBe(true);
  });

  it('is not met by a ray that passes', () => {
    expect(floor.meet(ray([5, 5, 0], [5, 0, 0]), point)).toBe(false);
    expect(floor.isBlocked()).toBe(false);
  });

  it('carries up to 45 degrees', () => {
    const slope = (degrees: number) => {
      const plane = new Mesh(new PlaneGeometry(10, 10));
      plane.rotation.x = ((degrees - 90) * Math.PI) / 180;
      plane.updateMatrixWorld();
      const hill = ground();
      hill.lay([plane]);
      return hill.meet(ray([0, 5, 0.1], [0, 0, 0.1]), point);
    };
    expect([slope(0), slope(44), slope(46)]).toEqual([true, true, false]);
  });
});
