import { type Callers, callers } from './callers.ts';

let now = 0;
let known: Callers;
beforeEach(() => {
  now = 0;
  known = callers(() => now);
});

const told = () => [known.asking(), known.failing(), known.mostFailures()];
const many = 4096;
const eachOfMany = (isFailure: boolean) => {
  for (let i = 0; i < many; i++) known.answered(`client ${i}`, isFailure);
};

it('counts clients, and not their requests', () => {
  for (const client of ['a', 'b', 'a', 'a']) known.answered(client, false);
  expect(told()).toEqual([2, 0, 0]);
});

it('tells how many of them failed lately, and how often the one failed that did most', () => {
  for (const client of ['a', 'b', 'b', 'c']) known.answered(client, client !== 'c');
  expect(told()).toEqual([3, 2, 2]);
});

it('forgets after a minute who asked and who failed, and never how often one failed', () => {
  known.answered('a', true);
  known.answered('b', false);
  now = 60_000;
  known.answered('b', false);
  expect(told()).toEqual([2, 1, 1]);
  now = 60_001;
  expect(told()).toEqual([1, 0, 1]);
  known.answered('a', true);
  expect(told()).toEqual([2, 1, 2]);
});

describe('when there are too many', () => {
  it('counts no more of them until others are gone', () => {
    eachOfMany(false);
    known.answered('another', false);
    expect(known.asking()).toBe(many);
    now = 60_001;
    expect(known.asking()).toBe(0);
    known.answered('another', false);
    expect(known.asking()).toBe(1);
  });

  it('goes on with those who failed, so that none of them seems to have failed less', () => {
    known.answered('first', true);
    eachOfMany(true);
    known.answered('first', true);
    expect([known.failing(), known.mostFailures()]).toEqual([many, 2]);
  });

  it('never takes the failures of one that it did not know for those of one client', () => {
    eachOfMany(true);
    for (let i = 0; i < 9; i++) known.answered('unknown', true);
    expect(known.mostFailures()).toBe(1);
    now = 60_001;
    expect(told()).toEqual([0, 0, 1]);
    known.answered('unknown', true);
    expect(told()).toEqual([1, 1, 1]);
  });
});
