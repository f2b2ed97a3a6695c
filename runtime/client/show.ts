import type { Group, Scene } from 'three';
import { element } from './element.ts';
import { dispose, room } from './room.ts';
import { currentWorld, fetchDrawing } from './world.ts';

const lookAgainMilliseconds = 15_000;
const retryMilliseconds = 3000;

/** Shows the world's current scene, follows it when it changes, and says in words how that goes. */
export async function showWorld(scene: Scene, shown: (name: string) => void): Promise<never> {
  let current: { readonly url: string; readonly room: Group } | undefined;
  for (;;) {
    try {
      const world = await currentWorld();
      if (world.scene_url !== current?.url) {
        const next = await load(world.scene_url, world.scene_name);
        if (current) dispose(current.room);
        scene.add(next);
        current = { url: world.scene_url, room: next };
        shown(world.scene_name);
      }
      say('');
      await wait(lookAgainMilliseconds);
    } catch (error) {
      say(`${(error as Error).message} Trying again in a moment.`);
      await wait(retryMilliseconds * (0.5 + Math.random()));
    }
  }
}

async function load(url: string, name: string): Promise<Group> {
  const bar = element<HTMLProgressElement>('progress');
  bar.hidden = false;
  element('title').textContent = name;
  const drawing = await fetchDrawing(url, (share) => {
    bar.value = share;
    say(`Loading ${name}: ${Math.round(share * 100)} %`);
  });
  bar.hidden = true;
  return room(drawing);
}

const say = (words: string) => {
  element('loading').textContent = words;
};

const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
