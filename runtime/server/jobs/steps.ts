import type { NewJob, Operation } from './job.ts';

/** What is told of something that was done, or not: `success` says which. */
export interface Told extends Readonly<Record<string, unknown>> {
  readonly success: boolean;
}

/** What jobs do to scenes. What a scene itself makes impossible is told, everything else rejects. */
export interface SceneWork {
  /** The paths of all scenes that the whitelist allows. */
  readonly allowed: () => Promise<readonly string[]>;
  /** Makes a scene ready to be served, so that nobody waits for it later. */
  readonly compile: (path: string) => Promise<Told>;
  readonly operate: (operation: Operation) => Promise<Told>;
}

/** One part of a job. */
export type Step = () => Promise<Told>;

/** The parts of a job, in order. */
export async function stepsOf(job: NewJob, work: SceneWork): Promise<readonly Step[]> {
  const compile = (path: string) => () => work.compile(path);
  switch (job.type) {
    case 'cache_warming':
      return (await work.allowed()).map(compile);
    case 'scene_preload':
      return job.parameters.scene_paths.map(compile);
    case 'batch_operations':
      return job.parameters.operations.map((operation) => () => work.operate(operation));
  }
}
