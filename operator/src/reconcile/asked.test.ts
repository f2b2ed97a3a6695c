import { anOwner } from '../../test/builders.ts';
import { revisionPattern } from '../rollout/revision.ts';
import { askedOf } from './asked.ts';

const key = Buffer.alloc(32, 1).toString('base64');
const otherKey = Buffer.alloc(32, 2).toString('base64');
const asked = (pinned: Parameters<typeof askedOf>[1] = [], worldKey = key, keyIsNew = false) =>
  askedOf(anOwner(), pinned, worldKey, keyIsNew);
const secret = (data: Record<string, string>) => [{ mount: 'keys', data }];

it('names what the spec asks for', () => {
  expect(asked()).toEqual({
    revision: expect.stringMatching(revisionPattern),
    content: {
      input: '{"image":"spacetime:v1.0.0"}',
      pinned: [],
      artifact: expect.stringMatching(/^[0-9a-f]{32}$/),
    },
  });
});

it('names every version of the operator alike: a new name for an old spec would be a release', () => {
  expect(asked().revision).toBe('cqb4f96h6r');
});

describe('pinned content', () => {
  it('makes another name when it changes, or when its key does', () => {
    const names = [
      asked(),
      asked(secret({ a: 'eA==' })),
      asked(secret({ a: 'eQ==' })),
      asked(secret({ b: 'eA==' })),
      asked(secret({ a: 'eA==', b: 'eA==' })),
      asked(secret({ a: 'eA==' }), otherKey),
    ].map(({ revision }) => revision);
    expect(new Set(names).size).toBe(6);
  });

  it('makes the same name in whatever order it was read', () => {
    expect(asked(secret({ a: 'eA==', b: 'eQ==' })).revision).toBe(
      asked(secret({ b: 'eQ==', a: 'eA==' })).revision,
    );
  });

  it('stands in no name and in no record', () => {
    const { revision, content } = asked(secret({ a: btoa('a secret value') }));
    expect(`${revision} ${content?.input}`).not.toContain(btoa('a secret value'));
  });
});

it('keeps a key that is new, where there is something to name with it', () => {
  expect(asked(secret({ a: 'eA==' }), key, true).newKey).toBe(key);
  expect(asked([], key, true)).not.toHaveProperty('newKey');
  expect(asked(secret({ a: 'eA==' }), key, false)).not.toHaveProperty('newKey');
});
