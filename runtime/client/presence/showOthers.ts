import { type Color, type Object3D, type Scene, Vector3 } from 'three';
import { avatars } from './avatars.ts';
import { colorOf } from './colorOf.ts';
import type { Company, Other } from './company.ts';
import { nameTags } from './nameTags.ts';

/** Shows the others with their names. What is answered is called for each frame, with the time in milliseconds. */
export function showOthers(scene: Scene, company: Company): (now: number, viewer: Object3D) => void {
  const bodies = avatars(scene);
  const tags = nameTags(scene);
  const head = new Vector3();
  const eye = new Vector3();
  let colors: readonly Color[] = [];
  let version = -1;
  const rename = (others: readonly Other[]) => {
    version = company.version();
    colors = others.map(({ member }) => colorOf(member.id));
    tags.write(others.map(({ member }) => member.name));
  };
  const draw = (other: Other, index: number, now: number) => {
    const color = colors[index];
    const pose = other.motion.now(now);
    if (pose && color && !other.member.away && bodies.add(pose, color, head)) tags.add(index, head);
  };
  return (now, viewer) => {
    const others = company.others();
    if (version !== company.version()) rename(others);
    bodies.begin(viewer.getWorldPosition(eye));
    tags.begin();
    for (let index = 0; index < others.length; index++) {
      const other = others[index];
      if (other) draw(other, index, now);
    }
    bodies.end();
    tags.end();
  };
}
