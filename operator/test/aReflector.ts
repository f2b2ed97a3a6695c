import { pino } from 'pino';
import { connect } from '../src/kube/connection.ts';
import { reflect } from '../src/kube/reflector.ts';
import { resources } from '../src/kube/resources.ts';
import type { ConfigMap } from '../src/kube/types.ts';
import { fakeClock } from './fakeClock.ts';
import { afterThisTest } from './release.ts';
import { type Asked, type Stream, scriptedApiServer } from './scriptedApiServer.ts';

/** 240 seconds and half of 240 more, and 30 of grace: what a watch may last here, in milliseconds. */
export const longestWatch = 390_000;

export const aConfigMap = (name: string, resourceVersion: string, data?: ConfigMap['data']) => ({
  metadata: { name, namespace: 'xr', uid: `uid-${name}`, resourceVersion },
  ...(data && { data }),
});

/** What a test may want otherwise. */
interface Given {
  readonly onChange?: (object: ConfigMap) => void;
  readonly token?: () => string;
  /** Makes it a reflector of a kind that may be missing. */
  readonly onServed?: (isServed: boolean) => void;
}

/** A reflector of ConfigMaps that talks to a scripted server; half of everything that is left to chance. */
export async function aReflector({ onChange, token, onServed }: Given = {}) {
  const server = await scriptedApiServer();
  const clock = fakeClock();
  const stop = new AbortController();
  const credentials = async () => ({
    ...server.credentials,
    headers: token ? { authorization: token() } : {},
  });
  const connection = connect({ credentials, clock, userAgent: 'test' });
  const changes: string[] = [];
  const reflector = reflect<ConfigMap>({
    connection,
    resource: resources.configMaps,
    clock,
    random: () => 0.5,
    log: pino({ enabled: false }),
    ...(onServed && { onServed }),
    onChange:
      onChange ?? (({ metadata }) => void changes.push(`${metadata.name}@${metadata.resourceVersion}`)),
  });
  const ended = reflector.start(stop.signal);
  afterThisTest(server.close);
  afterThisTest(connection.close);
  afterThisTest(async () => {
    stop.abort();
    await ended;
  });

  /** Takes the next request, which must be a list, and answers it. */
  const lists = async (resourceVersion: string, ...items: object[]): Promise<Asked> => {
    const asked = await server.next();
    expect(asked.query['watch']).toBeUndefined();
    asked.answer(200, { kind: 'ConfigMapList', metadata: { resourceVersion }, items });
    return asked;
  };
  /** Takes the next request, which must be a watch from this version. */
  const watchFrom = async (resourceVersion: string): Promise<Asked> => {
    const asked = await server.next();
    expect(asked.query).toMatchObject({ watch: 'true', resourceVersion });
    return asked;
  };
  const streamFrom = async (resourceVersion: string): Promise<Stream> =>
    (await watchFrom(resourceVersion)).stream();
  /** Lets the reflector wait for this long, which it must be about to do. */
  const waits = async (milliseconds: number): Promise<void> => {
    await clock.until(milliseconds);
    expect(server.waiting()).toEqual([]);
    clock.advance(milliseconds);
  };
  return { server, clock, stop, ended, reflector, changes, lists, watchFrom, streamFrom, waits };
}
