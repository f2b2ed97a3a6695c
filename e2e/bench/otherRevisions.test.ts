import { withoutOtherRevisions } from './otherRevisions.ts';

it('leaves out what is of other revisions, and nothing else of the world', () => {
  const [stable, other] = ['cqb4f96h6r', 'zzzzzzzzzz'];
  const kept = [
    'services/world',
    `services/world-${stable}`,
    `pods/world-${stable}-5d8f9c-48c4w`,
    'endpointslices/world-x7k2p',
    'secrets/world-secrets',
    'secrets/bench-database',
  ];
  const gone = [`configmaps/world-${other}`, `pods/world-${other}-check-48c4w`];
  const objects = new Map([...kept, ...gone].map((name) => [name, '{}']));
  expect([...withoutOtherRevisions(objects, 'world', stable).keys()]).toEqual(kept);
});
