import { refusalInEvent, refusalOf, refused, Throttled, Unavailable } from './errors.ts';

const status = (code: number, more = {}) => JSON.stringify({ kind: 'Status', code, message: 'why', ...more });

describe('a refusal', () => {
  it.each([
    [400, 'Invalid'],
    [401, 'Unauthorized'],
    [403, 'Forbidden'],
    [404, 'NotFound'],
    [409, 'Conflict'],
    [410, 'Gone'],
    [413, 'Invalid'],
    [422, 'Invalid'],
    [429, 'Throttled'],
    [500, 'Unavailable'],
    [503, 'Unavailable'],
    [504, 'Unavailable'],
  ])('with status %i is called %s and says what was being done', (code, name) => {
    const error = refused('apply Service xr/demo', refusalOf(code, status(code)));
    expect(error.name).toBe(name);
    expect(error.constructor.name).toBe(name);
    expect(error.message).toBe('apply Service xr/demo: why');
  });

  it('keeps the wait that the header asks for', () => {
    expect(refused('list', refusalOf(429, status(429), '7'))).toMatchObject({ retryAfterSeconds: 7 });
    expect(refused('list', refusalOf(503, 'busy', '5'))).toMatchObject({ retryAfterSeconds: 5 });
  });

  it('keeps the wait that the body asks for', () => {
    const event = {
      kind: 'Status',
      code: 429,
      message: 'storage is (re)initializing',
      details: { retryAfterSeconds: 3 },
    };
    const error = refused('watch', refusalInEvent(event));
    expect(error).toBeInstanceOf(Throttled);
    expect(error).toMatchObject({ retryAfterSeconds: 3, message: 'watch: storage is (re)initializing' });
  });

  it('ignores a wait that is a date', () => {
    const error = refused('list', refusalOf(503, '', 'Wed, 21 Oct 2026 07:28:00 GMT'));
    expect(error).toBeInstanceOf(Unavailable);
    expect(error).toMatchObject({ retryAfterSeconds: undefined, message: 'list: the server answered 503' });
  });

  it('shows the beginning of an answer that is not of Kubernetes', () => {
    expect(refused('list', refusalOf(502, '<html>Bad gateway</html>')).message).toContain(
      '<html>Bad gateway',
    );
  });

  it('in an event without a code means trouble at the server', () => {
    expect(refused('watch', refusalInEvent(null)).name).toBe('Unavailable');
    expect(refused('watch', refusalInEvent({})).name).toBe('Unavailable');
  });
});
