import type { Signals } from '../database/signals.ts';
import type { WorldState } from '../state/worldState.ts';
import type { Presence } from './presence.ts';
import type { SceneForVisitors } from './sceneForVisitors.ts';

/** What following the scene needs. */
export interface Following {
  readonly signals: Pick<Signals, 'on'>;
  readonly state: Pick<WorldState, 'current'>;
  readonly sceneForVisitors: SceneForVisitors;
}

/** Tells the pages whenever the world shows another scene. While the database cannot be asked, they keep the one they have. */
export function followScene(
  { signals, state, sceneForVisitors }: Following,
  presence: Pick<Presence, 'show'>,
): void {
  let told = '';
  let isAsking = false;
  const look = async () => {
    if (isAsking) return;
    isAsking = true;
    const current = await state.current().catch(() => undefined);
    const scene = current && (await sceneForVisitors(current).catch(() => undefined));
    isAsking = false;
    if (!scene || scene.scene_url === told) return;
    told = scene.scene_url;
    presence.show(scene);
  };
  signals.on('scene', () => void look());
  void look();
}
