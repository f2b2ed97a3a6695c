import { oneAtATime } from '../database/oneAtATime.ts';
import type { RememberedState } from '../state/rememberedState.ts';
import type { Presence } from './presence.ts';
import type { SceneForVisitors } from './sceneForVisitors.ts';

/** What following the scene needs. */
export interface Following {
  readonly state: Pick<RememberedState, 'follow' | 'latest'>;
  readonly sceneForVisitors: SceneForVisitors;
}

/** Tells the pages whenever the world shows another scene. While the database cannot be asked, they keep the one they have. */
export function followScene({ state, sceneForVisitors }: Following, presence: Pick<Presence, 'show'>): void {
  let told = '';
  const look = oneAtATime(async () => {
    const current = state.latest();
    const scene = current && (await sceneForVisitors(current).catch(() => undefined));
    if (!scene || scene.scene_url === told) return;
    told = scene.scene_url;
    presence.show(scene);
  });
  state.follow(() => void look());
}
