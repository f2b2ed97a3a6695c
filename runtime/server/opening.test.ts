import { aWorld, removeWorlds, tscn } from '../test/aWorld.ts';
import { readConfig } from './config.ts';
import { ConfigurationRefused } from './configurationRefused.ts';
import { openWorld } from './opening.ts';
import { type CompilerThreads, compilerThreads } from './scenes/thread/threads.ts';

afterAll(removeWorlds);

/** Opens a world whose whitelist names one scene, and answers what comes of that. */
async function opened(scene: string, threads: CompilerThreads): Promise<unknown> {
  const { directory } = await aWorld({
    'a.tscn': scene,
    'config/scene_whitelist.json': '{"production": ["res://a.tscn"]}',
  });
  const config = readConfig({
    GODOT_ENV: 'production',
    API_TOKEN: 'Zk3v9Qx7Lm2Rt8WpZk3v',
    SPACETIME_WORLD_DIR: directory,
    SPACETIME_CONFIG_DIR: `${directory}/config`,
  });
  try {
    return await openWorld(config, threads).catch((error: unknown) => error);
  } finally {
    threads.close();
  }
}

describe('openWorld', () => {
  it('refuses a scene that the whitelist names and nobody can show', async () => {
    expect(await opened('no scene', compilerThreads())).toBeInstanceOf(ConfigurationRefused);
  });

  it('blames no configuration when the machine cannot compile now', async () => {
    const trouble = new Error('The compiler thread ended.');
    const threads = { compile: () => Promise.reject(trouble), close: () => {} };
    expect(await opened(tscn('[node name="A" type="Node3D"]'), threads)).toBe(trouble);
  });
});
