import type { WebGLRenderer } from 'three';
import { element } from '../page/element.ts';
import { say } from '../page/words.ts';

// All optional: a headset that lacks one still shows the world.
const optionalFeatures = ['local-floor', 'bounded-floor', 'hand-tracking', 'layers'];

/** Offers VR where the browser can enter it, and says in words why where it cannot. */
export async function offerVr(renderer: WebGLRenderer): Promise<void> {
  const button = element<HTMLButtonElement>('enter');
  button.addEventListener('click', () => void enterOrLeave(renderer));
  navigator.xr?.addEventListener('devicechange', () => void show());
  const show = async () => {
    const reason = await whyNoVr();
    button.hidden = reason !== undefined;
    say('vr', reason ?? '');
  };
  await show();
}

async function whyNoVr(): Promise<string | undefined> {
  if (!isSecureContext)
    return 'VR needs a secure page, and this one came over plain HTTP. Open it with https:// to enter VR.';
  if (!navigator.xr)
    return 'This browser has no WebXR. Open this page in the browser of a headset to enter VR.';
  const supported = await navigator.xr.isSessionSupported('immersive-vr').catch(() => false);
  return supported ? undefined : 'No VR headset is connected. You can look around with mouse or touch.';
}

// A browser grants a session only while it handles a click, so nothing may be waited for before the request.
async function enterOrLeave(renderer: WebGLRenderer): Promise<void> {
  const running = renderer.xr.getSession();
  if (running) return running.end();
  try {
    const session = await navigator.xr?.requestSession('immersive-vr', { optionalFeatures });
    if (session) await begin(renderer, session);
  } catch (error) {
    say('vr', `VR could not start: ${(error as Error).message}`);
  }
}

async function begin(renderer: WebGLRenderer, session: XRSession): Promise<void> {
  const floor = session.enabledFeatures?.includes('local-floor') ?? true;
  renderer.xr.setReferenceSpaceType(floor ? 'local-floor' : 'local');
  await renderer.xr.setSession(session);
  const button = element('enter');
  button.textContent = 'Leave VR';
  session.addEventListener('end', () => {
    button.textContent = 'Enter VR';
  });
}
