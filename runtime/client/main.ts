import { Vector3 } from 'three';
import { measure } from './frames/measure.ts';
import { aim } from './moving/aim.ts';
import { walkOnDesktop } from './moving/desktop.ts';
import { ground } from './moving/ground.ts';
import { head } from './moving/head.ts';
import { rig } from './moving/rig.ts';
import { element } from './page/element.ts';
import { type FrameCost, frameCost } from './page/frameCost.ts';
import { insight } from './page/insight.ts';
import { say } from './page/words.ts';
import { type Company, company } from './presence/company.ts';
import type { Link } from './presence/link.ts';
import { meet } from './presence/meet.ts';
import { type OwnPose, ownPose } from './presence/ownPose.ts';
import { showOthers } from './presence/showOthers.ts';
import { followWorld } from './scene/followWorld.ts';
import { aside } from './scene/places.ts';
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
  if (set) open(set);
}

function open(set: Stage): void {
  const eyes = head(set);
  const mover = rig(set, eyes);
  const floor = ground();
  const both = hands(set);
  const others = company();
  const self = ownPose(set, { rig: mover, head: eyes, hands: both });
  let path: string | undefined;
  let shown: (ShownScene & { readonly release: () => void }) | undefined;

  const following = followWorld({
    isTold: () => connection.isOpen(),
    shown: (read, world) => {
      shown?.release();
      shown?.remove();
      const next = show(set.scene, read);
      shown = { ...next, release: holdInHands(next.root, both) };
      floor.lay(next.surfaces);
      // A scene that only changed leaves its visitors where they are.
      if (path !== world.scene_path) mover.begin(others.others().length > 0 ? aside(next.start) : next.start);
      path = world.scene_path;
      dataset['scene'] = world.scene_name;
    },
  });
  const connection = meet({
    company: others,
    welcomed: self.repeat,
    sceneIs: following.sceneIs,
    teleported: ({ position, yaw }) => {
      if (yaw !== undefined) mover.faceTo(yaw);
      mover.jumpTo(new Vector3(...position));
    },
  });
  const cost = drawWith(set, {
    connection,
    others,
    self,
    feelHead: eyes.look,
    walk: walkOnDesktop(set, mover, floor),
    useHands: moveByHands(both, { rig: mover, aim: aim(set.scene, floor) }, countSelections),
    animate: (seconds) => shown?.animate(seconds, set.camera),
  });
  Object.assign(globalThis, { spacetime: insight(set, { company: others, self, cost }) });
  void offerVr(set.renderer);
}

/** What happens in each frame. */
interface Drawing {
  readonly connection: Link;
  readonly others: Company;
  readonly self: OwnPose;
  readonly feelHead: () => void;
  readonly walk: (seconds: number) => void;
  readonly useHands: () => void;
  readonly animate: (seconds: number) => void;
}

/** Draws from now on. Answers how much work that is. */
function drawWith(
  set: Stage,
  { connection, others, self, feelHead, walk, useHands, animate }: Drawing,
): FrameCost {
  const { renderer, scene, camera } = set;
  const count = measure(set, dataset);
  const drawOthers = showOthers(scene, others);
  const cost = frameCost();
  let before = performance.now();
  renderer.setAnimationLoop((now) => {
    const began = performance.now();
    count(now);
    const seconds = (now - before) / 1000;
    before = now;
    feelHead();
    walk(seconds);
    useHands();
    animate(seconds);
    drawOthers(began, camera);
    const bytes = self.look(began);
    if (bytes && connection.isOpen()) connection.send(bytes);
    const own = performance.now() - began;
    renderer.render(scene, camera);
    cost.note(own, performance.now() - began);
  });
  return cost;
}

let selections = 0;
function countSelections(): void {
  selections += 1;
  dataset['selections'] = String(selections);
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
