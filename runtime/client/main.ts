import { measure } from './frames/measure.ts';
import { aim } from './moving/aim.ts';
import { walkOnDesktop } from './moving/desktop.ts';
import { ground } from './moving/ground.ts';
import { rig } from './moving/rig.ts';
import { element } from './page/element.ts';
import { say } from './page/words.ts';
import { company } from './presence/company.ts';
import { meet } from './presence/meet.ts';
import { ownPose } from './presence/ownPose.ts';
import { showOthers } from './presence/showOthers.ts';
import { followWorld } from './scene/followWorld.ts';
import { type ShownScene, show } from './scene/shownScene.ts';
import { type Stage, stage } from './stage.ts';
import { offerVr } from './vr/enterVr.ts';
import { hands, holdInHands } from './vr/hands.ts';
import { moveByHands } from './vr/sticks.ts';

/** What happened so far, as data attributes of the page, for people and tests who look. */
const { dataset } = document.documentElement;

function start(): void {
  const revision = document.querySelector<HTMLMetaElement>('meta[name="spacetime-revision"]')?.content;
  element('revision').textContent = `revision ${revision || 'dev'}`;
  const set = openStage();
  if (!set) return;
  const { renderer, scene, camera, visitor } = set;
  const mover = rig(set);
  const floor = ground();
  const both = hands(set);
  const others = company();
  const self = ownPose(set, mover, both);
  let shown: (ShownScene & { readonly release: () => void }) | undefined;

  const following = followWorld({
    isTold: () => connection.isOpen(),
    shown: (read, world) => {
      shown?.release();
      shown?.remove();
      const next = show(scene, read);
      shown = { ...next, release: holdInHands(next.root, both) };
      floor.lay(next.surfaces);
      mover.begin(next.start);
      dataset['scene'] = world.scene_name;
    },
  });
  const connection = meet({
    company: others,
    welcomed: self.repeat,
    sceneChanged: following.lookAgain,
    teleported: ({ position: [x, y, z], yaw }) => {
      if (yaw !== undefined) mover.faceTo(yaw);
      mover.jumpTo(visitor.position.clone().set(x, y, z));
    },
  });

  let selections = 0;
  const walk = walkOnDesktop(set, mover, floor);
  const useHands = moveByHands(both, { rig: mover, aim: aim(scene, floor) }, () => {
    selections += 1;
    dataset['selections'] = String(selections);
  });
  const count = measure(set, dataset);
  const drawOthers = showOthers(scene, others);
  let before = performance.now();
  renderer.setAnimationLoop((now) => {
    count(now);
    const seconds = (now - before) / 1000;
    before = now;
    walk(seconds);
    useHands();
    shown?.animate(seconds, camera);
    const clock = performance.now();
    drawOthers(clock);
    renderer.render(scene, camera);
    const bytes = connection.isOpen() ? self.look(clock) : undefined;
    if (bytes) connection.send(bytes);
  });
  void offerVr(renderer);
}

function openStage(): Stage | undefined {
  try {
    return stage(element<HTMLCanvasElement>('view'));
  } catch {
    say('loading', 'This browser cannot draw in three dimensions: WebGL is missing or switched off.');
    return undefined;
  }
}

start();
