import { contentOf } from './world.ts';

it('takes the same scene of two revisions for one', () => {
  const [one, two] = ['bcdfghjklm', 'dev'].map((revision) =>
    contentOf(`r/${revision}/world/a b/r/x.tscn/12.glb`),
  );
  expect(one).toBe(two);
  expect(one).toBe('world/a b/r/x.tscn/12.glb');
});
