import type { SceneLoad } from '../state/worldState.ts';
import { followScene } from './followScene.ts';
import type { Scene } from './presence.ts';

const load = (scenePath: string): SceneLoad => ({
  scenePath,
  status: 'loaded',
  at: '2026-01-02T03:04:05.678Z',
  seconds: 0.25,
});
const settled = () => new Promise((resolve) => setImmediate(resolve));

let answer: (scenePath: string) => Promise<string>;
let current: SceneLoad | undefined;
let shown: string[];
let look: () => Promise<void>;
beforeEach(() => {
  let listener: (current: SceneLoad | undefined) => void;
  answer = async (scenePath) => scenePath;
  current = undefined;
  shown = [];
  followScene(
    {
      state: {
        latest: () => current,
        follow: (follower) => {
          listener = follower;
        },
      },
      sceneForVisitors: async ({ scenePath }) => ({
        scene_name: '',
        scene_path: scenePath,
        scene_url: await answer(scenePath),
      }),
    },
    { show: ({ scene_path }: Scene) => shown.push(scene_path) },
  );
  look = async () => {
    listener(current);
    await settled();
  };
});

describe('pages that follow the scene', () => {
  it('are told of each scene once', async () => {
    await look();
    for (const path of ['a', 'a', 'b', 'b', 'a']) {
      current = load(path);
      await look();
    }
    expect(shown).toEqual(['a', 'b', 'a']);
  });

  it('are never told of an older scene that took longer', async () => {
    const slow = Promise.withResolvers<string>();
    answer = (scenePath) => (scenePath === 'slow' ? slow.promise : Promise.resolve(scenePath));
    for (const path of ['slow', 'b']) {
      current = load(path);
      await look();
    }
    slow.resolve('slow');
    await settled();
    expect(shown).toEqual(['slow', 'b']);
  });

  it('keep what they have while another cannot be shown, and are told once it can', async () => {
    current = load('a');
    await look();
    answer = () => Promise.reject(new Error('not now'));
    current = load('b');
    await look();
    expect(shown).toEqual(['a']);
    answer = async (scenePath) => scenePath;
    await look();
    expect(shown).toEqual(['a', 'b']);
  });
});
