import { Problem } from '../http/problem.ts';
import { shownLoad } from '../routes/scene/shownLoad.ts';
import { type Loading, loadScene, prepareScene } from '../scenes/load.ts';
import { sceneName } from '../scenes/resPath.ts';
import { validateScene } from '../scenes/validate.ts';
import type { Outcome } from '../state/worldState.ts';
import type { Batch, BatchResult, Step, StepResult } from './batch.ts';

/** A step that is ready: what it answers, and what is to be recorded for it. */
interface Ready {
  readonly result: Record<string, unknown>;
  readonly outcomes: readonly Outcome[];
}

/**
 * Takes the steps in their order. In `transactional` mode all are prepared before any takes effect, and one transaction makes the
 * world show the last scene that is loaded, with every line of history and every event; throws a Problem that names the first step
 * that cannot be taken, and then nothing has changed.
 */
export async function runBatch({ mode, operations }: Batch, loading: Loading): Promise<BatchResult> {
  const results =
    mode === 'transactional' ? await together(operations, loading) : await oneByOne(operations, loading);
  const succeeded = results.filter(({ success }) => success).length;
  const failed = results.length - succeeded;
  return { success: failed === 0, mode, total: results.length, succeeded, failed, results };
}

async function together(steps: readonly Step[], loading: Loading): Promise<StepResult[]> {
  const ready: Ready[] = [];
  for (const [n, step] of steps.entries()) ready.push(await preparedOrNamed(step, n, loading));
  const outcomes = ready.flatMap((one) => one.outcomes);
  if (outcomes.length > 0) await loading.state.record(...outcomes);
  return steps.map((step, n) => ({ ...step, success: true, result: ready[n]?.result ?? {} }));
}

async function preparedOrNamed(step: Step, n: number, loading: Loading): Promise<Ready> {
  try {
    const ready = await prepared(step, loading);
    if (ready.result['valid'] === false)
      throw new Problem(422, 'SCENE_BROKEN', String((ready.result['errors'] as string[])[0]));
    return ready;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const sentence = `operations.${n} cannot be done, so nothing was: ${error.message}`;
    throw new Problem(error.status, error.code, sentence, { field: `operations.${n}` });
  }
}

async function oneByOne(steps: readonly Step[], loading: Loading): Promise<StepResult[]> {
  const results: StepResult[] = [];
  for (const step of steps) results.push(await taken(step, loading));
  return results;
}

async function taken(step: Step, loading: Loading): Promise<StepResult> {
  try {
    return { ...step, success: true, result: await effect(step, loading) };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { ...step, success: false, error: error.code, message: error.message };
  }
}

async function effect(step: Step, loading: Loading): Promise<Record<string, unknown>> {
  // A load that fails leaves its line in the history, as it does by itself.
  if (step.action === 'load') return shownLoad(await loadScene(step.scene_path, loading));
  const { result, outcomes } = await prepared(step, loading);
  if (outcomes.length > 0) await loading.state.record(...outcomes);
  return result;
}

async function prepared({ action, scene_path }: Step, loading: Loading): Promise<Ready> {
  switch (action) {
    case 'load': {
      const scene = await prepareScene(scene_path, loading);
      return { result: shownLoad(scene.load), outcomes: [scene] };
    }
    case 'validate': {
      const { validation, event } = await validateScene(scene_path, loading);
      return { result: validation, outcomes: [{ event }] };
    }
    case 'get_info':
      return { result: await info(scene_path, loading), outcomes: [] };
  }
}

async function info(scenePath: string, { library, state }: Loading): Promise<Record<string, unknown>> {
  const file = (await library.list('res://', true)).find(({ path }) => path === scenePath);
  if (!file) throw new Problem(404, 'SCENE_NOT_FOUND', `There is no scene ${scenePath} that may be loaded.`);
  const current = await state.current();
  const { size, modified } = file;
  return {
    scene_name: sceneName(scenePath),
    scene_path: scenePath,
    size,
    modified,
    current: current?.scenePath === scenePath,
  };
}
