import { Quaternion, Vector3 } from 'three';
import type { Stage } from '../stage.ts';

/** Where a visitor's head is in the frame of their floor. */
export interface Head {
  readonly position: Vector3;
  readonly quaternion: Quaternion;
  /** Looks again; called for each frame. */
  readonly look: () => void;
}

/** The head of the visitor of a stage. The camera of a headset stands behind both eyes, so that it sees what either does. */
export function head({ camera, renderer: { xr } }: Stage): Head {
  const position = new Vector3();
  const quaternion = new Quaternion();
  return {
    position,
    quaternion,
    look: () => {
      const space = xr.getReferenceSpace();
      const pose = space && xr.isPresenting ? xr.getFrame()?.getViewerPose(space) : undefined;
      position.copy(pose?.transform.position ?? camera.position);
      quaternion.copy(camera.quaternion);
      if (!pose) return;
      const { x, y, z, w } = pose.transform.orientation;
      quaternion.set(x, y, z, w);
    },
  };
}
