import { sharedGateways } from './sharedGateways.ts';

it('are read from one line, in any spacing', () => {
  expect(sharedGateways.parse('public=edge/main, internal=edge/main/inside ,')).toEqual([
    { published: 'public', namespace: 'edge', name: 'main' },
    { published: 'internal', namespace: 'edge', name: 'main', sectionName: 'inside' },
  ]);
  expect([sharedGateways.parse(undefined), sharedGateways.parse('')]).toEqual([[], []]);
});

it.each(['public', 'public=main', 'Public=edge/main', 'public=edge/main/a/b', 'public=edge/main;x=y/z'])(
  'are refused when they read %s',
  (list) => {
    const { error } = sharedGateways.safeParse(list);
    expect(error?.issues[0]?.message).toMatch('entries such as public=edge/main');
  },
);

it('have one place for each name', () => {
  const { error } = sharedGateways.safeParse('public=edge/main,public=edge/other');
  expect(error?.issues[0]?.message).toBe('each name once');
});
