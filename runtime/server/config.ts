import { join } from 'node:path';
import ipaddr from 'ipaddr.js';
import * as z from 'zod';
import { releaseBuild } from './build.ts';
import { ConfigurationRefused } from './configurationRefused.ts';
import { usualDataFolder } from './database/embedded/usualDataFolder.ts';
import { type Allowed, ranges } from './webhooks/addresses.ts';

const here = import.meta.dirname;
const inTree = (path: string, inImage: string) => (releaseBuild ? inImage : join(here, path));

const wholeNumber = (least: number, most: number, fallback: number) => {
  const error = `a whole number from ${least} to ${most}`;
  const inRange = (n: number) => n >= least && n <= most;
  return z
    .string()
    .regex(/^\d{1,9}$/, { error, abort: true })
    .transform(Number)
    .refine(inRange, { error })
    .default(fallback);
};

const oneOf = <const T extends readonly [string, ...string[]]>(names: T) =>
  z.enum(names, { error: `one of ${names.join(', ')}` });

const dashedName = (pattern: RegExp, length: number) =>
  z
    .string()
    .regex(pattern, { error: `a name of lower-case letters, digits and dashes, at most ${length} long` });

const isOrigin = (text: string) => URL.parse(text)?.origin === text;

const isNetwork = (text: string) => ipaddr.isValid(text) || ipaddr.isValidCIDR(text);

const isRangeList = (list: string) => list.split(',').every((range) => ipaddr.isValidCIDR(range.trim()));

const variables = {
  GODOT_ENV: oneOf(['development', 'staging', 'production']).default('development'),
  GODOT_ENABLE_HTTP_API: oneOf(['true', 'false']).optional(),
  GODOT_LOG_LEVEL: oneOf(['debug', 'info', 'warn', 'error']).default('info'),
  GODOT_API_PORT: wholeNumber(0, 65535, 8080),
  GODOT_TELEMETRY_PORT: wholeNumber(0, 65535, 8081),
  GODOT_DISCOVERY_PORT: wholeNumber(0, 65535, 8087),
  SPACETIME_TLS_PORT: wholeNumber(0, 65535, 8443),
  SPACETIME_REVISION: dashedName(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/, 63).default('dev'),
  SPACETIME_SERVICE_PREFIX: dashedName(/^[a-z]([-a-z0-9]{0,38}[a-z0-9])?$/, 40).optional(),
  SPACETIME_REQUESTS_PER_MINUTE: wholeNumber(1, 1_000_000, 100),
  SPACETIME_CORS_ORIGINS: z
    .string()
    .transform((list) => list.split(',').map((origin) => origin.trim()))
    .refine((list) => list.every(isOrigin), {
      error: 'origins separated by commas, such as https://example.com',
    })
    .default([]),
  SPACETIME_ACCESS: oneOf(['Public', 'Ticket']).default('Public'),
  SPACETIME_TRUSTED_PROXIES: z
    .string()
    .transform((list) => list.split(',').map((network) => network.trim()))
    .refine((list) => list.every(isNetwork), {
      error: 'addresses or networks separated by commas, such as 10.0.0.0/8',
    })
    .default([]),
  SPACETIME_DISCOVERY_MODE: oneOf(['Disabled', 'Answer', 'Broadcast']).default('Answer'),
  SPACETIME_CONFIG_DIR: z.string().default(inTree('../../config', '/etc/spacetime')),
  SPACETIME_WORLD_DIR: z.string().default(inTree('../scenes', '/world')),
  SPACETIME_TOKENS_DIR: z.string().default('/var/run/secrets/spacetime.dev/tokens'),
  SPACETIME_TLS_DIR: z.string().default('/var/run/secrets/spacetime.dev/tls'),
  SPACETIME_CLIENT_DIR: z.string().default(inTree('../dist/client', join(here, 'client'))),
  SPACETIME_STATE_DIR: z.string().optional(),
  SPACETIME_DRAIN_SECONDS: wholeNumber(0, 3600, 30),
  SPACETIME_TOKEN_OVERLAP_SECONDS: wholeNumber(0, 604_800, 3600),
  SPACETIME_WEBHOOK_RETRIES: oneOf(['Standard', 'Fast']).default('Standard'),
  SPACETIME_WEBHOOK_ALLOWED_CIDRS: z
    .string()
    .refine(isRangeList, { error: 'ranges of addresses separated by commas, such as 10.0.0.0/8' })
    .transform(ranges)
    .default([]),
  SPACETIME_JOBS_CONCURRENCY: wholeNumber(1, 32, 3),
  SPACETIME_POD_IP: z.union([z.ipv4(), z.ipv6()], { error: 'an address of IPv4 or IPv6' }).optional(),
  DATABASE_URL: z.string().optional(),
  SPACETIME_DATA_DIR: z.string().optional(),
  XDG_DATA_HOME: z.string().optional(),
  SPACETIME_DATABASE_DIR: z.string().default('/var/run/secrets/spacetime.dev/database'),
  SPACETIME_DATABASE_CONNECTIONS: wholeNumber(2, 50, 5),
  SPACETIME_DATABASE_TEMPORARY_SCHEMA: z
    .string()
    .regex(/^check_[a-z0-9]{1,40}$/, {
      error: 'check_ and 1 to 40 lower-case letters or digits, such as check_bcdfghjklm',
    })
    .optional(),
  API_TOKEN: z.string().optional(),
};

const Variables = z.object(variables);
type Variables = z.infer<typeof Variables>;
type Environment = Readonly<Record<string, string | undefined>>;

/** Everything that can be set from outside, checked once at start. Ports are TCP but the discovery one; 0 takes any free port. */
export interface Config {
  readonly environment: Variables['GODOT_ENV'];
  readonly apiEnabled: boolean;
  readonly logLevel: Variables['GODOT_LOG_LEVEL'];
  readonly ports: Readonly<Record<'api' | 'telemetry' | 'discovery' | 'tls', number>>;
  readonly revision: string;
  /** The name before `-REVISION` in the names of the Services of other revisions of this world. */
  readonly servicePrefix: string | undefined;
  readonly requestsPerMinute: number;
  readonly corsOrigins: readonly string[];
  /** Whether visitors may come without an invitation. */
  readonly access: Variables['SPACETIME_ACCESS'];
  /** Peers whose X-Forwarded-For is believed: addresses and networks. */
  readonly trustedProxies: readonly string[];
  readonly discoveryMode: Variables['SPACETIME_DISCOVERY_MODE'];
  readonly directories: Readonly<
    Record<'config' | 'world' | 'tokens' | 'tls' | 'client' | 'database' | 'data', string>
  >;
  /** Where to remember that this pod was drained, if anywhere. */
  readonly stateDirectory: string | undefined;
  readonly drainSeconds: number;
  /** For how long a token that was mounted is accepted after another took its place in the file. */
  readonly tokenOverlapSeconds: number;
  /** Where the other pods of the world reach this one; without it they do not. */
  readonly podAddress: string | undefined;
  /** The token of the environment, used where no directory of tokens is mounted. */
  readonly apiToken: string | undefined;
  /** The database of the environment, used before the one of the mounted file. */
  readonly databaseUrl: string | undefined;
  readonly databaseConnections: number;
  /** The schema of the database that the world lives in for as long as this process; without it the world is lasting. */
  readonly temporarySchema: string | undefined;
  readonly webhookRetries: Variables['SPACETIME_WEBHOOK_RETRIES'];
  /** Ranges that webhooks may reach although they are private. */
  readonly webhookAllowed: Allowed;
  /** How many jobs this process does at a time. */
  readonly jobsConcurrency: number;
}

/** Reads the environment. Throws ConfigurationRefused with one sentence for each variable that cannot work. */
export function readConfig(env: Environment): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = Variables.safeParse(given);
  if (!parsed.success) throw new ConfigurationRefused(sentences(parsed.error, given).join(' '));
  const collision = collidingPorts(parsed.data);
  if (collision) throw new ConfigurationRefused(collision);
  return Object.freeze(config(parsed.data));
}

const sentences = (error: z.ZodError, given: Environment): string[] =>
  error.issues.map(
    ({ path: [name], message }) => `${String(name)} must be ${message}, not "${given[String(name)]}".`,
  );

function collidingPorts(from: Variables): string | undefined {
  const names = ['GODOT_API_PORT', 'GODOT_TELEMETRY_PORT', 'SPACETIME_TLS_PORT'] as const;
  const second = names.find(
    (name, n) => from[name] !== 0 && names.findIndex((m) => from[m] === from[name]) < n,
  );
  if (!second) return undefined;
  const first = names.find((name) => from[name] === from[second]);
  return `${first} and ${second} must differ, both are ${from[second]}.`;
}

const config = (from: Variables): Config => ({
  environment: from.GODOT_ENV,
  apiEnabled: from.GODOT_ENABLE_HTTP_API
    ? from.GODOT_ENABLE_HTTP_API === 'true'
    : !releaseBuild && from.GODOT_ENV !== 'production',
  logLevel: from.GODOT_LOG_LEVEL,
  ports: {
    api: from.GODOT_API_PORT,
    telemetry: from.GODOT_TELEMETRY_PORT,
    discovery: from.GODOT_DISCOVERY_PORT,
    tls: from.SPACETIME_TLS_PORT,
  },
  revision: from.SPACETIME_REVISION,
  servicePrefix: from.SPACETIME_SERVICE_PREFIX,
  requestsPerMinute: from.SPACETIME_REQUESTS_PER_MINUTE,
  corsOrigins: from.SPACETIME_CORS_ORIGINS,
  access: from.SPACETIME_ACCESS,
  trustedProxies: from.SPACETIME_TRUSTED_PROXIES,
  discoveryMode: from.SPACETIME_DISCOVERY_MODE,
  directories: {
    config: from.SPACETIME_CONFIG_DIR,
    world: from.SPACETIME_WORLD_DIR,
    tokens: from.SPACETIME_TOKENS_DIR,
    tls: from.SPACETIME_TLS_DIR,
    client: from.SPACETIME_CLIENT_DIR,
    database: from.SPACETIME_DATABASE_DIR,
    data: from.SPACETIME_DATA_DIR ?? usualDataFolder(from.XDG_DATA_HOME),
  },
  stateDirectory: from.SPACETIME_STATE_DIR ?? (releaseBuild ? '/tmp' : undefined),
  drainSeconds: from.SPACETIME_DRAIN_SECONDS,
  tokenOverlapSeconds: from.SPACETIME_TOKEN_OVERLAP_SECONDS,
  podAddress: from.SPACETIME_POD_IP,
  apiToken: from.API_TOKEN,
  databaseUrl: from.DATABASE_URL,
  databaseConnections: from.SPACETIME_DATABASE_CONNECTIONS,
  temporarySchema: from.SPACETIME_DATABASE_TEMPORARY_SCHEMA,
  webhookRetries: from.SPACETIME_WEBHOOK_RETRIES,
  webhookAllowed: from.SPACETIME_WEBHOOK_ALLOWED_CIDRS,
  jobsConcurrency: from.SPACETIME_JOBS_CONCURRENCY,
});
