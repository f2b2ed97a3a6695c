import { frameRate, recent, type Sample } from '../../shared/frameRate.ts';
import { element } from '../page/element.ts';
import { socketProtocols, socketUrl } from '../scene/world.ts';
import type { Stage } from '../stage.ts';
import { frameCount } from './frameCount.ts';
import { reporter } from './reporter.ts';

const reportMilliseconds = 1000;

/** Measures how fast this page draws, tells the server once a second, and shows it. What is answered is called for each frame. */
export function measure({ renderer }: Stage, dataset: DOMStringMap): (now: number) => void {
  const count = frameCount();
  for (const event of ['sessionstart', 'sessionend'] as const)
    renderer.xr.addEventListener(event, count.interrupt);
  document.addEventListener('visibilitychange', count.interrupt);

  const tell = reporter(socketUrl('frames'), socketProtocols);
  let samples: readonly Sample[] = [];
  let framesReported = 0;
  setInterval(() => {
    const report = count.take(renderer.xr.isPresenting ? 'immersive' : 'page');
    if (!report || !tell(report)) return;
    const frames = report.counts.reduce((sum, n) => sum + n, 0);
    const now = performance.now();
    samples = [...recent(samples, now), { at: now, frames, seconds: report.seconds }];
    framesReported += frames;
    element('rate').textContent = `${Math.round(frameRate(samples))} fps ·`;
    dataset['framesReported'] = String(framesReported);
    dataset['frameRate'] = String(frameRate(samples));
  }, reportMilliseconds);
  return count.frame;
}
