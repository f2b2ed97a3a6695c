import { randomBytes } from 'node:crypto';
import { type Check, insist } from './check.ts';
import { bodyOf } from './site.ts';
import { inMilliseconds } from './waiting.ts';

const paths = ['/scenes', '/webhooks', '/jobs', '/performance'].flatMap((path) => [path, `/api${path}`]);

/** Who has no token, or a wrong one, is refused by the API; who has one is not. */
export const authentication: Check = {
  name: 'smoke.authentication',
  ask: async ({ world, access }) => {
    const { token } = await access();
    let scenes = '';
    const wrong = randomBytes(32).toString('base64url');
    for (const path of paths) {
      for (const [how, given] of [
        ['without a token', undefined] as const,
        ['with a wrong token', wrong] as const,
      ]) {
        const { status } = await world.ask(path, { token: given });
        insist(status === 401, `GET ${path} ${how} answered ${status} instead of 401.`);
      }
      const answer = await world.ask(path, { token });
      bodyOf(answer, `GET ${path} with a token`);
      if (path === '/scenes') scenes = inMilliseconds(answer.milliseconds);
    }
    return `401 without a token and with a wrong one, 200 with one, on ${paths.length} paths, /scenes in ${scenes}`;
  },
};
