import autocannon, { type Options, type Result } from 'autocannon';
import { type Check, insist } from './check.ts';
import { userAgent } from './site.ts';
import { inMilliseconds } from './waiting.ts';

const timeoutSeconds = 10;

/**
 * So many requests, so many at a time, are answered well and quickly enough, as `ab -k -n REQUESTS -c CONCURRENCY` counts them: over
 * kept connections, good with a status of 2xx, and the mean over the time that each took.
 */
export const load: Check = {
  name: 'load',
  ask: async ({ world, access, spec, signal }) => {
    const { path, requests, concurrency, minSuccessPercent, maxMeanMilliseconds } = spec.load;
    const { token } = await access();
    const {
      '2xx': good,
      non2xx,
      errors,
      latency,
    } = await result(signal, {
      url: world.url(path),
      amount: requests,
      connections: Math.min(concurrency, requests),
      timeout: timeoutSeconds,
      headers: { authorization: `Bearer ${token}`, 'user-agent': userAgent },
    });
    const asked = good + non2xx + errors;
    insist(
      asked >= requests,
      `Only ${asked} of ${requests} requests were answered in the time of the check.`,
    );
    const percent = Math.floor((1000 * good) / asked) / 10;
    const counted = `${asked} requests, ${percent} % good, mean ${inMilliseconds(latency.mean)}`;
    insist(
      (100 * good) / asked >= minSuccessPercent,
      `${counted}; at least ${minSuccessPercent} % must be good.`,
    );
    insist(latency.mean <= maxMeanMilliseconds, `${counted}; the limit is ${maxMeanMilliseconds} ms.`);
    return counted;
  },
};

/** What was counted at the end, or until the signal. */
const result = (signal: AbortSignal, options: Options): Promise<Result> =>
  new Promise((resolve, reject) => {
    const running = autocannon(options, (error, counted) => (error ? reject(error) : resolve(counted)));
    signal.addEventListener('abort', () => running.stop(), { once: true });
  });
