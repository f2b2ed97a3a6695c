import { type Check, insist, type Surroundings } from './check.ts';
import { bodyOf } from './site.ts';
import { inMilliseconds, poll } from './waiting.ts';

interface Shown {
  readonly scene_path: string;
  readonly status: string;
  readonly load_time_ms: number;
}

/** A scene can be loaded, is shown then, and visitors get its file. */
export const scene: Check = {
  name: 'smoke.scene',
  ask: async (around) => {
    const { world, access } = around;
    const { token } = await access();
    const { scene_path, load_time_ms } = await loadScene(around);
    await insistRemembered(around, scene_path);
    const answer = bodyOf<{ readonly scene_url: string }>(
      // Worlds that are not open to the public ask everybody.
      await world.ask('/world', { token }),
      'GET /world',
    );
    const file = await world.ask(answer.scene_url);
    const magic = new TextDecoder().decode(file.bytes.subarray(0, 4));
    insist(file.status === 200, `The file of ${scene_path} answered ${file.status} instead of 200.`);
    insist(magic === 'glTF', `The file of ${scene_path} is no GLB.`);
    return `${scene_path} in ${inMilliseconds(load_time_ms)}, ${Math.ceil(file.bytes.length / 1000)} kB`;
  },
};

/** The load stands in the history. */
async function insistRemembered({ world, access }: Surroundings, path: string): Promise<void> {
  const { token } = await access();
  const { history } = bodyOf<{ readonly history: readonly { readonly scene_path: string }[] }>(
    await world.ask('/scene/history', { token }),
    'GET /scene/history',
  );
  insist(
    history.some(({ scene_path }) => scene_path === path),
    `GET /scene/history does not tell of ${path}, which was loaded.`,
  );
}

/** Makes another scene the one that the world shows, if it has another, and waits until it is. */
export async function loadScene({ world, access, signal }: Surroundings): Promise<Shown> {
  const { token } = await access();
  const path = await another({ world, token });
  const loaded = bodyOf<Shown>(
    await world.ask('/scene', { token, body: { scene_path: path } }),
    `POST /scene with ${path}`,
  );
  insist(loaded.scene_path === path, `POST /scene with ${path} loaded ${loaded.scene_path}.`);
  let last = '';
  return poll(
    signal,
    async () => {
      const shown = bodyOf<Shown>(await world.ask('/scene', { token }), 'GET /scene');
      last = `${shown.scene_path}, ${shown.status}`;
      return shown.scene_path === path && shown.status === 'loaded' ? shown : undefined;
    },
    () => `GET /scene tells ${last}, not ${path}, loaded.`,
  );
}

async function another({ world, token }: Pick<Surroundings, 'world'> & { readonly token: string }) {
  const { scenes } = bodyOf<{ readonly scenes: readonly { readonly path: string }[] }>(
    await world.ask('/scenes', { token }),
    'GET /scenes',
  );
  const now = await world.ask('/scene', { token });
  const current = now.status === 404 ? undefined : bodyOf<Shown>(now, 'GET /scene').scene_path;
  const found = scenes.find(({ path }) => path !== current)?.path ?? current;
  insist(found, 'GET /scenes lists no scene that may be loaded.');
  return found;
}
