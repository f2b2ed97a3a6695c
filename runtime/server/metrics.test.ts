import { connect } from 'node:net';
import { anApp, type RunningApp } from '../test/anApp.ts';
import { until } from '../test/until.ts';

let app: RunningApp;
let now = 0;
beforeEach(async () => {
  app = await anApp({ now: () => now, env: { SPACETIME_TRUSTED_PROXIES: '127.0.0.1' } });
});
afterEach(() => app.close());

const metrics = async () => (await app.ask('/metrics')).text();
const line = async (start: string) => (await metrics()).split('\n').find((text) => text.startsWith(start));
const json = { 'Content-Type': 'application/json' };

describe('/metrics', () => {
  it.each([
    [{ 'User-Agent': 'Mozilla/5.0' }, 'user'],
    [{ 'User-Agent': 'kube-probe/1.36' }, 'probe'],
    [{ 'User-Agent': 'spacetime-operator/0.1' }, 'operator'],
    [{ 'User-Agent': 'spacetime-check/0.1' }, 'check'],
  ])('counts and times %j as %s', async (headers, client) => {
    await app.ask('/health', { headers });
    const counted = `http_requests_total{status="200",client="${client}",method="GET",route="/health"}`;
    expect(await until('the count', () => line(counted))).toBe(`${counted} 1`);
    expect(await line(`spacetime_http_request_seconds_count{client="${client}",route="/health"}`)).toMatch(
      / [1-9]\d*$/,
    );
  });

  it('counts what went out, by route, whatever base it was asked at', async () => {
    await app.ask('/api/scenes');
    await app.ask('/no/such/place');
    expect(await until('the 401', () => line('http_requests_total{status="401"'))).toBe(
      'http_requests_total{status="401",client="user",method="GET",route="/scenes"} 1',
    );
    expect(await line('http_requests_total{status="404"')).toBe(
      'http_requests_total{status="404",client="user",method="GET",route="other"} 1',
    );
  });

  it('counts an answer that something else sent as it went out', async () => {
    const { ServerResponse } = await import('node:http');
    const { url } = await app.ask('/health');
    const { writeHead } = ServerResponse.prototype;
    ServerResponse.prototype.writeHead = function (
      this: InstanceType<typeof ServerResponse>,
      _status: number,
    ) {
      return writeHead.call(this, 500);
    } as typeof writeHead;
    try {
      await fetch(url);
    } finally {
      ServerResponse.prototype.writeHead = writeHead;
    }
    expect(await until('the 500', () => line('http_requests_total{status="500"'))).toMatch(
      /route="\/health"} 1$/,
    );
  });

  it('tells how many users asked and failed lately, by address, without an address', async () => {
    const names = ['clients_asking', 'clients_failing', 'client_failures_max'];
    const told = () => Promise.all(names.map((name) => line(`spacetime_${name} `)));
    const ask = (path: string, from: string, agent = 'Mozilla/5.0') =>
      app.ask(path, { headers: { 'User-Agent': agent, 'X-Forwarded-For': from } });
    for (const from of ['192.0.2.1', '192.0.2.2', '2001:db8::1', '2001:db8::2']) await ask('/', from);
    await ask('/health', '192.0.2.3', 'kube-probe/1.36');
    for (const _ of [1, 2]) expect((await ask('/world', '192.0.2.1')).status).toBe(503);
    await until('both failures', async () => (await told())[2]?.endsWith(' 2'));
    // The fourth is who reads the metrics here, without being the operator.
    expect(await told()).toEqual([
      'spacetime_clients_asking 4',
      'spacetime_clients_failing 1',
      'spacetime_client_failures_max 2',
    ]);
    expect(await metrics()).not.toMatch(/192\.0\.2|2001:db8/);
  });

  it('counts a caller that leaves before its answer as 499', async () => {
    const held = app.deps.state.current;
    let asked = false;
    Object.assign(app.deps.state, {
      current: () =>
        new Promise(() => {
          asked = true;
        }),
    });
    const { port } = new URL((await app.ask('/status')).url);
    const socket = connect(Number(port), '127.0.0.1');
    socket.write('GET /world HTTP/1.1\r\nHost: x\r\n\r\n');
    await until('the request', () => asked);
    socket.destroy();
    expect(await until('the 499', () => line('http_requests_total{status="499"'))).toMatch(
      /route="\/world"} 1$/,
    );
    Object.assign(app.deps.state, { current: held });
  });

  it('counts scenes that could not be loaded, and times those that could', async () => {
    const load = (path: string) =>
      app.ask('/scene', {
        as: 'caller',
        method: 'POST',
        headers: json,
        body: `{"scene_path":"res://${path}"}`,
      });
    expect(await line('scene_load_failures_total')).toBe('scene_load_failures_total 0');
    for (const path of ['none.tscn', 'broken.tscn', '../x.tscn', 'vr_main.tscn']) await load(path);
    expect(await line('scene_load_failures_total')).toBe('scene_load_failures_total 3');
    expect(await line('spacetime_scene_load_seconds_count')).toBe('spacetime_scene_load_seconds_count 1');
  });

  it('shows the frame rate that clients measured, and NaN again when they are gone', async () => {
    expect([await line('godot_fps'), await line('spacetime_clients_reporting')]).toEqual([
      'godot_fps NaN',
      'spacetime_clients_reporting 0',
    ]);
    app.deps.votes.report({}, { at: now, frames: 72, seconds: 1 });
    expect([await line('godot_fps'), await line('spacetime_clients_reporting')]).toEqual([
      'godot_fps 72',
      'spacetime_clients_reporting 1',
    ]);
    now += 15_000;
    expect(await line('godot_fps')).toBe('godot_fps NaN');
  });

  it('names the revision and has the process metrics', async () => {
    expect(await line('spacetime_build_info')).toBe('spacetime_build_info{revision="dev"} 1');
    expect(await line('process_cpu_seconds_total')).toBeDefined();
    expect(Number((await line('godot_memory_bytes'))?.split(' ')[1])).toBeGreaterThan(1e6);
  });

  it('describes each metric once, names its type, and spells what is no number as Prometheus does', async () => {
    const lines = (await metrics()).split('\n').filter((text) => text !== '');
    const described = (what: string) =>
      lines.filter((text) => text.startsWith(`# ${what} `)).map((text) => text.split(' ')[2] ?? '');
    expect(described('HELP')).toEqual([...new Set(described('TYPE'))]);
    const samples = lines.filter((text) => !text.startsWith('#'));
    const sample =
      /^([a-zA-Z_:][\w:]*)(?:{(?:[a-zA-Z_]\w*="(?:[^"\\\n]|\\[\\"n])*",?)+})? (-?\d[\d.e+-]*|NaN|[+-]Inf)$/;
    expect(samples.filter((text) => !sample.test(text))).toEqual([]);
    const families = new Set(described('TYPE'));
    const familyOf = (name: string) =>
      families.has(name) ? name : name.replace(/_(?:bucket|sum|count)$/, '');
    expect(samples.filter((text) => !families.has(familyOf(sample.exec(text)?.[1] ?? '')))).toEqual([]);
  });

  it.each([
    'godot_fps',
    'godot_memory_bytes',
    'http_requests_total',
    'scene_load_failures_total',
    'spacetime_container_memory_working_set_bytes',
    'spacetime_rate_limit_rejections_total',
    'spacetime_clients_asking',
    'spacetime_clients_failing',
    'spacetime_client_failures_max',
    'spacetime_database_available',
    'spacetime_database_connections',
    'spacetime_event_loop_delay_seconds',
  ])('has %s from the start', async (name) => {
    expect(await line(name)).toMatch(/ (\d[\d.e+-]*|NaN)$/);
  });

  it('counts who was refused, and why', async () => {
    await app.ask('/scenes');
    await app.ask('/scenes', { headers: { Authorization: 'Bearer wrong' } });
    expect(await line('spacetime_auth_failures_total')).toBe(
      'spacetime_auth_failures_total{reason="UNAUTHORIZED"} 2',
    );
    for (let n = 0; n < 101; n++) await app.ask('/scenes', { as: 'caller' });
    expect(await line('spacetime_rate_limit_rejections_total')).toBe(
      'spacetime_rate_limit_rejections_total 1',
    );
  });
});
