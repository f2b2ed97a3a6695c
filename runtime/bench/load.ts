import autocannon from 'autocannon';

/** What a load met. Latencies are milliseconds. */
export interface Answered {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly failed: number;
}

interface Wishes {
  readonly connections: number;
  readonly seconds: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Asks for one address again and again over kept connections. */
export async function load(url: string, { connections, seconds, headers = {} }: Wishes): Promise<Answered> {
  const { requests, latency, non2xx, errors } = await autocannon({
    url,
    connections,
    duration: seconds,
    headers: { ...headers },
  });
  return { perSecond: requests.average, p50: latency.p50, p99: latency.p99, failed: non2xx + errors };
}
