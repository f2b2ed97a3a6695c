import { request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { sql } from 'kysely';
import { apiRoutes } from '../server/app.ts';
import type { ApiRoute } from '../server/http/apiRoute.ts';
import { described } from '../server/openapi/described.ts';
import { nothing } from '../server/openapi/nothing.ts';
import { anApp, type RunningApp, token } from './anApp.ts';
import { type BadRequest, badRequests } from './badInput.ts';
import { conforms } from './conforms.ts';

let app: RunningApp;
beforeAll(async () => {
  app = await anApp({ env: { SPACETIME_REQUESTS_PER_MINUTE: '1000000' } });
});
afterAll(() => app.close());

/** Sends exactly what it is given: fetch would tidy it up. */
async function send({ method, path, headers, body }: BadRequest): Promise<Response> {
  // Without it, Node frames the body of a GET wrongly.
  const length = body !== undefined && { 'Content-Length': Buffer.byteLength(body) };
  const { promise, resolve, reject } = Promise.withResolvers<Response>();
  const asked = request(
    app.url(path),
    { method, path, headers: { ...headers, ...length, Authorization: `Bearer ${token}` } },
    async (answer) => {
      const type = answer.headers['content-type'] ?? '';
      const text = await buffer(answer);
      resolve(
        new Response(text.length > 0 ? text : null, {
          status: answer.statusCode ?? 0,
          headers: { 'Content-Type': type },
        }),
      );
    },
  );
  asked.on('error', reject);
  asked.end(body);
  return promise;
}

/** What is wrong with the answer to a bad request, as a sentence; nothing when it is right. */
async function fault(bad: BadRequest): Promise<string | undefined> {
  const answer = await send(bad);
  const says = async () => `${bad.why}: ${answer.status} ${await answer.clone().text()}`;
  const isProblem = answer.headers.get('Content-Type')?.startsWith('application/problem+json');
  if (answer.status < 400 || answer.status >= 500 || !isProblem) return says();
  if (bad.status !== undefined && answer.status !== bad.status) return `${await says()}, not ${bad.status}`;
  await conforms(bad.method, bad.path, answer);
  const { message } = (await answer.clone().json()) as { message: string };
  return bad.names && !message.includes(bad.names) ? `${await says()} does not name ${bad.names}` : undefined;
}

/** A digest of every table but the one that counts requests. */
async function contents(): Promise<unknown> {
  const { rows } = await sql<{ name: string }>`
    select format('%I.%I', schemaname, tablename) as name from pg_tables
    where schemaname not in ('pg_catalog', 'information_schema') and tablename <> 'rate_limits' order by 1
  `.execute(app.deps.database.sql);
  const digests = rows.map(async ({ name }) => {
    const digest = sql<{
      digest: string;
    }>`select md5(string_agg(t::text, '|' order by t::text)) as digest from ${sql.raw(name)} t`;
    return [name, (await digest.execute(app.deps.database.sql)).rows[0]?.digest];
  });
  return Object.fromEntries(await Promise.all(digests));
}

const routes = apiRoutes(nothing()).map((route): [string, ApiRoute] => [route.path, route]);

describe('bad input changes nothing and is answered with a problem that names the field', () => {
  it.each(routes)('at %s', async (_, route) => {
    const before = [await contents(), app.deps.lifecycle.phase()];
    const faults = [];
    for (const bad of badRequests(route)) {
      const found = await fault(bad);
      if (found) faults.push(`${bad.method} ${bad.path.slice(0, 80)} ${found.slice(0, 300)}`);
    }
    expect(faults).toEqual([]);
    expect([await contents(), app.deps.lifecycle.phase()]).toEqual(before);
  });

  it('at every path that the document has', () => {
    const other = ['/metrics', '/openapi.json', '/world'];
    const documented = Object.keys(described().paths).filter((path) => !other.includes(path));
    expect(routes.map(([path]) => path.replaceAll(/:(\w+)/g, '{$1}')).sort()).toEqual(documented.sort());
  });
});
