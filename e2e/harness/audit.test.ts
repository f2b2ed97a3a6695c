import { type Audited, used, writersInTurn } from './audit.ts';

const request = (verb: string, change: Partial<Audited> = {}): Audited => ({
  verb,
  apiGroup: 'apps',
  resource: 'deployments',
  code: 200,
  forbidden: false,
  pod: 'one',
  ...change,
});

describe('writers in turn', () => {
  it('are told once for each stretch of writes', () => {
    const log = [request('patch'), request('delete'), request('patch', { pod: 'two' }), request('patch')];
    expect(writersInTurn(log)).toEqual(['one', 'two', 'one']);
  });

  it('are not those who only read, who failed, or who wrote a lease or an event', () => {
    const log = [
      request('get'),
      request('watch'),
      request('patch', { code: 409 }),
      request('update', { resource: 'leases' }),
      request('create', { resource: 'events' }),
    ];
    expect(writersInTurn(log)).toEqual([]);
  });
});

it('an apply that makes an object uses the right to create it, and a refused request uses none', () => {
  const log = [
    request('patch', { code: 201 }),
    request('list', { forbidden: true }),
    request('get', { apiGroup: '' }),
  ];
  expect(used(log)).toEqual(
    new Set(['patch apps/deployments', 'create apps/deployments', 'get deployments']),
  );
});
