import type { IncomingMessage } from 'node:http';
import { json } from 'node:stream/consumers';
import type { Job, KubeObject } from '../../operator/src/kube/types.ts';

/** The pod that a Job has as soon as it is made. */
export type PodOf = (job: Job) => KubeObject;

export interface FakeJobs {
  /** All that were made. */
  readonly made: readonly Job[];
  /** Those that are there now. */
  readonly there: readonly Job[];
  readonly pods: readonly KubeObject[];
  /** Makes one, or removes the one of this name; answers code and body. */
  answer(request: IncomingMessage, name: string | undefined): Promise<readonly [number, unknown]>;
}

/** Jobs as an API server keeps them, whose pods are as they are told to be. */
export function fakeJobs(podOf: PodOf | undefined): FakeJobs {
  const made: Job[] = [];
  const there: Job[] = [];
  const pods: KubeObject[] = [];
  const placeOf = (name: string | undefined) => there.findIndex(({ metadata }) => metadata.name === name);
  const make = (job: Job): readonly [number, unknown] => {
    if (placeOf(job.metadata.name) >= 0)
      return [409, { kind: 'Status', code: 409, message: 'it is there already' }];
    made.push(job);
    there.push(job);
    if (podOf) pods.push(podOf(job));
    return [201, job];
  };
  return {
    made,
    there,
    pods,
    answer: async (request, name) => {
      if (request.method === 'POST') return make((await json(request)) as Job);
      there.splice(placeOf(name), 1);
      return [200, {}];
    },
  };
}
