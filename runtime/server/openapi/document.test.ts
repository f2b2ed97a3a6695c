import { Validator } from '@seriousme/openapi-schema-validator';
import { anApp, type RunningApp } from '../../test/anApp.ts';
import { described } from './described.ts';

let app: RunningApp;
beforeEach(async () => {
  app = await anApp();
});
afterEach(() => app.close());

describe('the OpenAPI document', () => {
  it('is valid OpenAPI 3.1', async () => {
    const { valid, errors } = await new Validator().validate(structuredClone(described()));
    expect([valid, errors]).toEqual([true, undefined]);
  });

  it.each(['/openapi.json', '/api/openapi.json', '/api/v2/openapi.json'])(
    'is served at %s to anybody',
    async (path) => {
      const answer = await app.ask(path);
      expect(answer.headers.get('Content-Type')).toMatch('application/json');
      expect(await answer.json()).toEqual(JSON.parse(JSON.stringify(described())));
    },
  );

  it('gives each operation a name of its own, a summary that is a sentence and problems as its errors', () => {
    const operations = Object.values(described().paths).flatMap((methods) => Object.values(methods));
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
    expect(operations.filter(({ summary }) => !/^[A-Z].*\.$/.test(summary))).toEqual([]);
  });

  it('describes what webhooks are told', () => {
    expect(Object.keys(described()['webhooks'] as object)).toContain('scene.loaded');
  });
});
