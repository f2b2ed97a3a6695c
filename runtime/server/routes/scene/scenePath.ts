import * as z from 'zod';

/** Where a scene is, in the body of a request. What the path may hold is checked where it is looked up. */
export const ScenePath = z
  .string({ error: 'a res:// path, such as res://vr_main.tscn' })
  .max(256, { error: 'at most 256 characters long' })
  .meta({ description: 'A path below `res://` that ends with `.tscn` or `.glb`.' });

/** A body that names one scene. */
export const NamesScene = z
  .strictObject({ scene_path: ScenePath }, { error: 'a JSON object with scene_path' })
  .meta({ examples: [{ scene_path: 'res://vr_main.tscn' }] });

/** What can be wrong with a scene that was named. */
export const sceneProblems = {
  403: 'The whitelist does not allow this scene.',
  404: 'There is no such scene, or the API is off.',
  422: 'The scene is broken; the message says where.',
  503: 'The scene took longer than 5 s, or the database does not answer; Retry-After says when to ask again.',
} as const;
