import { colors, noColors } from '../../cli/src/view/paint.ts';
import { news, screen, type View } from './screen.ts';

const view: View = {
  seconds: 84.2,
  seed: 42,
  title: '(a) answers 500 to everything',
  phase: 'Canary 1/2',
  held: '',
  revisions: [
    { name: 'goodgoodgo', role: 'stable', ready: 3, pods: 3, share: 75 },
    { name: 'badbadbadb', role: 'candidate', ready: 1, pods: 1, share: 25 },
  ],
  rates: [
    { revision: 'goodgoodgo', perSecond: 15, failedPerSecond: 0 },
    { revision: 'badbadbadb', perSecond: 4, failedPerSecond: 2 },
    { revision: 'none', perSecond: 1, failedPerSecond: 1 },
  ],
  requests: 1200,
  failed: 3,
  events: ['03:28:06  CanaryStep  Revision badbadbadb is in step 1 of its canary.'],
  done: ['good: another world: Released after 32.5 s'],
};

describe('the live view', () => {
  it('shows phase, revisions, requests and events on one screen', () => {
    expect(screen(view, 100, noColors)).toEqual([
      'SpaceTime demo   1:24   seed 42',
      'good: another world: Released after 32.5 s',
      '→ (a) answers 500 to everything',
      '',
      'phase     Canary 1/2',
      'requests  1200, failed 3',
      '',
      `goodgoodgo  stable     3/3 pods   75 %   ${'█'.repeat(30)} 15 a second`,
      `badbadbadb  candidate  1/1 pods   25 %   ${'█'.repeat(8)} 4 a second`,
      `none        no answer                    ${'█'.repeat(2)} 1 a second`,
      '',
      '03:28:06  CanaryStep  Revision badbadbadb is in step 1 of its canary.',
    ]);
  });

  it('shows failed answers in red', () => {
    expect(screen(view, 100, colors).join('\n')).toContain(`\u001b[36m████\u001b[0m\u001b[31m████\u001b[0m`);
  });

  it('cuts what does not fit into a narrow window, and keeps to the last events', () => {
    const many = Array.from({ length: 9 }, (_, i) => `event ${i} ${'x'.repeat(80)}`);
    const lines = screen({ ...view, events: many }, 72, noColors);
    expect(lines.every((line) => line.length <= 72)).toBe(true);
    expect(lines.slice(-5)[0]).toMatch(/^event 4 x+…$/);
  });
});

describe('where nothing can be drawn over', () => {
  it('a line tells of each change', () => {
    const before = { ...view, phase: 'Checking' };
    expect(news(before, view)).toEqual([
      '  84.2 s  Canary 1/2   goodgoodgo 3 ready 75 %, badbadbadb 1 ready 25 %   failed 3',
    ]);
    expect(news(view, { ...view, title: 'next', held: 'badbadbadb, ErrorRateWorse' })).toEqual([
      '  84.2 s  → next',
      '  84.2 s  held: badbadbadb, ErrorRateWorse',
    ]);
  });

  it('nothing is said when nothing changes', () => {
    expect(news(view, { ...view, seconds: 90, requests: 1300 })).toEqual([]);
  });
});
