import { jest } from '@jest/globals';
import { pino } from 'pino';
import { aLease, anElector, retry } from '../../test/anElector.ts';
import { fakeClock } from '../../test/fakeClock.ts';
import { connect } from './connection.ts';
import { LeaseLost } from './fence.ts';
import { elect } from './lease.ts';

jest.setTimeout(20_000);

describe('a candidate', () => {
  it('makes the lease when there is none, and leads', async () => {
    const { clock, heard, elector, reads, writes, fenced } = await anElector();
    expect(fenced()).toBe('LeaseLost');
    await reads();
    expect((await writes('POST')).body).toMatchObject({
      metadata: { name: 'operator', namespace: 'spacetime-system' },
      spec: {
        holderIdentity: 'me',
        leaseDurationSeconds: 15,
        acquireTime: '2026-01-01T00:00:01.000000Z',
        renewTime: '2026-01-01T00:00:01.000000Z',
        leaseTransitions: 0,
      },
    });
    await clock.until(retry);
    expect(heard).toEqual(['holder me', 'leading']);
    expect(elector.isLeading()).toBe(true);
    expect(fenced()).toBe('open');
  });

  it('takes a lease that was given back at once, and counts the change', async () => {
    const { heard, reads, writes, clock } = await anElector();
    await reads(aLease('', '7'));
    expect((await writes()).body).toMatchObject({
      metadata: { resourceVersion: '7' },
      spec: { holderIdentity: 'me', leaseTransitions: 5 },
    });
    await clock.until(retry);
    expect(heard).toEqual(['holder nobody', 'holder me', 'leading']);
  });

  it('takes the lease of the process that died in its place at once, and of nobody else', async () => {
    const { heard, reads, writes, clock, waits } = await anElector('pod-7-new', 'pod-7');
    await reads(aLease('pod-70-old', '7'));
    await waits();
    await reads(aLease('pod-7-old', '8'));
    expect((await writes()).body).toMatchObject({
      metadata: { resourceVersion: '8' },
      spec: { holderIdentity: 'pod-7-new', leaseTransitions: 5 },
    });
    await clock.until(retry);
    expect(heard).toEqual(['holder pod-70-old', 'holder pod-7-old', 'holder pod-7-new', 'leading']);
  });

  it('waits while another renews, whatever the clock of the other says', async () => {
    const { heard, reads, waits, fenced } = await anElector();
    for (let round = 0; round < 20; round++) {
      await reads(aLease('other', String(round), { renewTime: '1999-01-01T00:00:00.000000Z', round }));
      await waits();
    }
    expect(heard).toEqual(['holder other']);
    expect(fenced()).toBe('LeaseLost');
  });

  it('takes over when nothing was renewed for 15 seconds by its own clock', async () => {
    const { clock, heard, reads, writes, waits } = await anElector();
    for (let waited = 0; waited < 15_000; waited += retry) {
      await reads(aLease('other', '7', { renewTime: '2099-01-01T00:00:00.000000Z' }));
      await waits();
    }
    await reads(aLease('other', '7', { renewTime: '2099-01-01T00:00:00.000000Z' }));
    expect((await writes()).body).toMatchObject({
      metadata: { resourceVersion: '7' },
      spec: { leaseTransitions: 5 },
    });
    await clock.until(retry);
    expect(heard).toEqual(['holder other', 'holder me', 'leading']);
  });

  it('does not lead when another was quicker', async () => {
    const { server, heard, reads, waits } = await anElector();
    await reads();
    (await server.next()).refuse(409, 'already exists');
    await waits();
    await reads(aLease('other', '7'));
    await waits();
    expect(heard).toEqual(['holder other']);
  });

  it('keeps trying while the server has trouble', async () => {
    const { server, clock, heard, waits, leads } = await anElector();
    (await server.next()).refuse(500);
    await waits();
    (await server.next()).reset();
    await waits();
    await leads();
    await clock.until(retry);
    expect(heard).toContain('leading');
  });
});

describe('R14: a leader', () => {
  it('renews every two seconds with one request, and keeps the time since when it leads', async () => {
    const { leads, waits, writes } = await anElector();
    await leads();
    for (let round = 0; round < 5; round++) {
      await waits();
      const { body } = await writes();
      expect(body).toMatchObject({
        metadata: { resourceVersion: String(101 + round) },
        spec: { acquireTime: '2026-01-01T00:00:01.000000Z', leaseTransitions: 0 },
      });
    }
  });

  it('may write until ten seconds after it sent its last successful renewal, not after the answer', async () => {
    const { server, clock, fenced, leads, waits } = await anElector();
    await leads();
    await waits();
    const renewal = await server.next();
    clock.stop(1000);
    const body = renewal.body as object;
    renewal.answer(200, { ...body, metadata: { name: 'operator', resourceVersion: '102' } });
    await clock.until(retry);
    clock.stop(8999);
    expect(fenced()).toBe('open');
    clock.stop(1);
    expect(fenced()).toBe('LeaseLost');
  });

  it('that was stopped finds the fence closed before any write, and ends', async () => {
    const { server, clock, connection, elector, ended, leads } = await anElector();
    await leads();
    const guarded = connection.fencedBy(elector.fence);
    clock.stop(20_000);
    await expect(
      guarded.request({ doing: 'apply Service xr/demo', method: 'PATCH', path: '/x', body: {} }),
    ).rejects.toThrow('apply Service xr/demo: The leader lease is not held');
    clock.advance(0);
    await expect(ended).rejects.toBeInstanceOf(LeaseLost);
    expect(elector.isLeading()).toBe(false);
    expect(server.waiting()).toEqual([]);
  });

  it('ends when it cannot renew for ten seconds', async () => {
    const { server, ended, fenced, leads, waits } = await anElector();
    await leads();
    for (let round = 0; round < 4; round++) {
      await waits();
      (await server.next()).refuse(503);
    }
    await waits();
    await expect(ended).rejects.toThrow('not renewed in time');
    expect(fenced()).toBe('LeaseLost');
  });

  it('gives up a renewal that is not answered in five seconds, and tries again', async () => {
    const { server, clock, fenced, leads, waits, reads, writes } = await anElector();
    await leads();
    await waits();
    const renewal = await server.next();
    clock.advance(5000);
    await renewal.closed;
    await waits();
    await reads(aLease('me', '8'));
    await writes();
    await clock.until(retry);
    expect(fenced()).toBe('open');
  });

  it('ends when another holds the lease', async () => {
    const { server, ended, fenced, leads, waits, reads } = await anElector();
    await leads();
    await waits();
    (await server.next()).refuse(409, 'the object has been modified');
    await waits();
    await reads(aLease('other', '9'));
    await expect(ended).rejects.toThrow('Another process holds the leader lease');
    expect(fenced()).toBe('LeaseLost');
  });

  it('goes on when its renewal was done but the answer was lost', async () => {
    const { server, clock, fenced, leads, waits, reads, writes } = await anElector();
    await leads();
    await waits();
    (await server.next()).reset();
    await waits();
    await reads(aLease('me', '8'));
    expect((await writes()).body).toMatchObject({
      metadata: { resourceVersion: '8' },
      spec: { leaseTransitions: 4 },
    });
    await clock.until(retry);
    expect(fenced()).toBe('open');
  });

  it('goes on when somebody deleted the lease', async () => {
    const { server, clock, fenced, leads, waits, reads, writes } = await anElector();
    await leads();
    await waits();
    (await server.next()).refuse(404);
    await waits();
    await reads();
    await writes('POST');
    await clock.until(retry);
    expect(fenced()).toBe('open');
  });
});

describe('the end', () => {
  it('gives the lease back, after the fence is closed', async () => {
    const { server, stop, ended, fenced, leads, reads } = await anElector();
    await leads();
    stop.abort();
    await reads(aLease('me', '101'));
    expect(fenced()).toBe('LeaseLost');
    const asked = await server.next();
    expect(asked).toMatchObject({
      method: 'PUT',
      body: { metadata: { resourceVersion: '101' }, spec: { holderIdentity: '', leaseDurationSeconds: 1 } },
    });
    asked.answer(200, asked.body);
    await ended;
  });

  it('gives back nothing that another holds', async () => {
    const { server, stop, ended, reads, clock } = await anElector();
    await reads(aLease('other', '7'));
    await clock.until(retry);
    stop.abort();
    await reads(aLease('other', '7'));
    await ended;
    expect(server.waiting()).toEqual([]);
  });

  it('comes also when the lease cannot be given back', async () => {
    const { server, stop, ended, leads } = await anElector();
    await leads();
    stop.abort();
    (await server.next()).refuse(500);
    await ended;
  });
});

it('a deadline that leaves others no time to wait is refused', () => {
  const options = {
    namespace: 'n',
    name: 'l',
    identity: 'me',
    onLeading: () => undefined,
    random: Math.random,
  };
  const connection = connect({ credentials: () => Promise.reject(), clock: fakeClock(), userAgent: 'test' });
  const log = pino({ enabled: false });
  expect(() =>
    elect({ ...options, connection, log, clock: fakeClock(), durationSeconds: 10, renewDeadlineSeconds: 10 }),
  ).toThrow('must be shorter');
});
