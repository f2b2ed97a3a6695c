import { conforms } from './conforms.ts';

const answer = (body: unknown, status = 200, type = 'application/json') =>
  new Response(JSON.stringify(body), { status, headers: { 'Content-Type': type } });

describe('conforms', () => {
  it('accepts an answer that is as documented, below every base', async () => {
    for (const base of ['', '/api', '/api/v2'])
      await conforms('GET', `${base}/status?x=1`, answer({ status: 'ok' }));
  });

  it.each([
    [
      'a field that is wrong',
      'GET',
      '/status',
      answer({ status: 'fine' }),
      /200 is not as documented: \/status must/,
    ],
    ['a field too many', 'GET', '/status', answer({ status: 'ok', secret: 1 }), /additional properties/],
    ['another media type', 'GET', '/status', answer({}, 200, 'text/json'), /text\/json is not documented/],
    [
      'a success that is not documented',
      'GET',
      '/scenes',
      answer({}, 201),
      /application\/json is not documented/,
    ],
    [
      'a problem without its fields',
      'GET',
      '/nowhere',
      answer({}, 404, 'application/problem+json'),
      /required/,
    ],
  ])('names %s', async (_, method, path, given, fault) => {
    await expect(conforms(method, path, given)).rejects.toThrow(fault);
  });

  it('leaves alone what is no part of the API', async () => {
    await conforms('GET', '/r/dev/world/a.json', answer({ any: 'thing' }));
  });
});
