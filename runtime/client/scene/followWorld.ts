import { element } from '../page/element.ts';
import { alarm, waitMilliseconds } from '../page/waiting.ts';
import { say } from '../page/words.ts';
import { download, inWords, type Progress } from './download.ts';
import { readScene, type SceneRead } from './readScene.ts';
import { contentOf, currentWorld, type WorldScene } from './world.ts';

/** How a page that follows its world is told what changes. */
export interface Following {
  /** The world shows what is at this address; it is looked at again when that is something else. */
  readonly sceneIs: (sceneUrl: string) => void;
}

/** What following the world needs from the page. */
export interface Follower {
  readonly shown: (scene: SceneRead, world: WorldScene) => void;
  /** Whether changes are told; otherwise the world is asked more often. */
  readonly isTold: () => boolean;
}

const askedMilliseconds = { told: 15_000, untold: 2000 };

/** Shows the world's current scene, follows it when it changes, and says in words how that goes. Never gives up. */
export function followWorld(follower: Follower): Following {
  const bell = alarm();
  const current: Current = {};
  void follow(follower, current, bell.wait);
  return {
    sceneIs: (sceneUrl) => {
      if (contentOf(sceneUrl) !== current.content) bell.ring();
    },
  };
}

/** What is shown now. */
interface Current {
  content?: string;
}

async function follow(
  { shown, isTold }: Follower,
  current: Current,
  wait: (milliseconds: number) => Promise<void>,
): Promise<never> {
  let failures = 0;
  for (;;) {
    try {
      const world = await currentWorld();
      const content = contentOf(world.scene_url);
      if (content !== current.content) {
        shown(await load(world, failures > 0 ? 'reload' : 'default'), world);
        current.content = content;
      }
      failures = 0;
      say('loading', '');
      await wait(isTold() ? askedMilliseconds.told : askedMilliseconds.untold);
    } catch (error) {
      say('loading', `${(error as Error).message} Trying again in a moment.`);
      await wait(waitMilliseconds(0, failures, Math.random()));
      failures += 1;
    }
  }
}

// A copy that the browser kept may be the damaged one, so after a failure it is not asked for.
async function load({ scene_name, scene_url }: WorldScene, cache: RequestCache): Promise<SceneRead> {
  element('title').textContent = scene_name;
  const bar = element<HTMLProgressElement>('progress');
  const told = (progress: Progress) => {
    if (progress.total === undefined) bar.removeAttribute('value');
    else bar.value = progress.received / progress.total;
    bar.hidden = false;
    say('loading', `Loading ${scene_name}: ${inWords(progress)}`);
  };
  try {
    const bytes = await download(scene_url, cache, told);
    return await readScene(bytes);
  } catch (cause) {
    throw new Error(`${scene_name} cannot be shown. ${(cause as Error).message}`, { cause });
  } finally {
    bar.hidden = true;
  }
}
