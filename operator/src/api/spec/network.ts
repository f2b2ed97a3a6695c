import * as z from 'zod';
import { atomicList, choice, port, rules, text, whole } from '../fields.ts';

const origin = text('An origin, such as https://app.example.com.', 253).meta(
  rules({
    rule: "self.matches('^https?://[^/*?#[:space:]]+$')",
    message: 'api.corsOrigins must hold origins such as https://app.example.com, without path or *.',
  }),
);

export const api = z
  .object({
    enabled: z
      .boolean()
      .describe(
        'Whether the HTTP API answers (GODOT_ENABLE_HTTP_API). /status and /health answer even when not.',
      )
      .default(true),
    port: port('TCP port of page and HTTP API in the pod (GODOT_API_PORT).').default(8080),
    logLevel: choice('How much the runtime logs (GODOT_LOG_LEVEL).', [
      'debug',
      'info',
      'warn',
      'error',
    ]).default('info'),
    requestsPerMinute: whole(
      'Requests that one caller of the API may make in a minute, over all pods together.',
      1,
      1_000_000,
    ).default(100),
    corsOrigins: atomicList('Origins from which browsers may call the API. None by default.', origin, 32),
    trustedProxies: atomicList(
      'Ranges of addresses whose X-Forwarded-For names the caller. None by default: everybody behind a gateway is then one caller.',
      text('A range of addresses, such as 10.0.0.0/8.', 43),
      16,
    ),
  })
  .meta(
    rules({
      rule: '!has(self.trustedProxies) || self.trustedProxies.all(c, isCIDR(c))',
      message: 'api.trustedProxies must hold CIDRs such as 10.0.0.0/8.',
    }),
  )
  .describe('HTTP API of the world. A change is a release.')
  .prefault({});

export const telemetry = z
  .object({
    port: port('TCP port of the telemetry WebSocket in the pod (GODOT_TELEMETRY_PORT).').default(8081),
  })
  .describe('Live telemetry of the world. A change is a release.')
  .prefault({});

export const discovery = z
  .object({
    port: port('UDP port of discovery in the pod (GODOT_DISCOVERY_PORT).').default(8087),
    mode: choice(
      'Whether probes are answered, and whether the world also broadcasts itself, which most pod networks keep to one node.',
      ['Disabled', 'Answer', 'Broadcast'],
    ).default('Answer'),
  })
  .describe('Discovery of the world by UDP. A change is a release.')
  .prefault({});
