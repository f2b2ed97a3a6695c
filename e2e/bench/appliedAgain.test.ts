import { changesOf } from './appliedAgain.ts';

it('counts how often generation and conditions differ from the look before', () => {
  const looks = [
    { generation: 2, conditions: 'a' },
    { generation: 2, conditions: 'b' },
    { generation: 3, conditions: 'a' },
    { generation: 3, conditions: 'a' },
  ];
  expect(changesOf(looks)).toEqual({ generationChanged: 1, conditionsChanged: 2 });
  expect(changesOf(looks.slice(0, 1))).toEqual({ generationChanged: 0, conditionsChanged: 0 });
});
