import { frameRate, recent, type Sample } from '../shared/frameRate.ts';
import { element } from './element.ts';
import { offerVr } from './enterVr.ts';
import { frameCount } from './frameCount.ts';
import { hands } from './hands.ts';
import { reporter } from './reporter.ts';
import { showWorld } from './show.ts';
import { type Stage, stage } from './stage.ts';

const reportMilliseconds = 1000;

/** What happened so far, as data attributes of the page, for people and tests who look. */
const { dataset } = document.documentElement;

function start(): void {
  const revision = document.querySelector<HTMLMetaElement>('meta[name="spacetime-revision"]')?.content;
  element('revision').textContent = `revision ${revision || 'dev'}`;
  const set = openStage();
  if (!set) return;
  let selections = 0;
  hands(set, () => {
    selections += 1;
    dataset['selections'] = String(selections);
  });
  measure(set);
  void offerVr(set.renderer);
  void showWorld(set.scene, (name) => {
    dataset['scene'] = name;
  });
}

function openStage(): Stage | undefined {
  try {
    return stage(element<HTMLCanvasElement>('view'));
  } catch {
    element('loading').textContent =
      'This browser cannot draw in three dimensions: WebGL is missing or switched off.';
    return undefined;
  }
}

function measure({ renderer, draw }: Stage): void {
  const count = frameCount();
  renderer.setAnimationLoop((now) => {
    count.frame(now);
    draw();
  });
  for (const event of ['sessionstart', 'sessionend'] as const)
    renderer.xr.addEventListener(event, count.interrupt);
  document.addEventListener('visibilitychange', count.interrupt);

  const tell = reporter(new URL('frames', location.href.replace(/^http/, 'ws')).href);
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
}

start();
