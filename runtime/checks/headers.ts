import { type Check, insist } from './check.ts';
import type { Answer } from './site.ts';

const wanted = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'x-xss-protection': '1; mode=block',
} as const;

/** What tells attackers what the server is made of. */
const unwanted = ['server', 'x-powered-by'] as const;

const paths = ['/status', '/', '/metrics'] as const;

/** Answers carry the security headers of the production checklist. */
export const headers: Check = {
  name: 'smoke.headers',
  ask: async ({ preview, world }) => {
    // A refused request leaves a line in the audit, so it is not made where that is somebody's.
    const refused = [{ site: world, path: '/scenes' }];
    const open = paths.map((path) => ({ site: preview, path }));
    for (const { site, path } of [...open, ...refused]) {
      const fault = faultIn(await site.ask(path));
      insist(!fault, `GET ${path}: ${fault}.`);
    }
    return `${Object.keys(wanted).length + 1} headers on ${open.length + refused.length} paths`;
  },
};

function faultIn({ headers: got }: Answer): string | undefined {
  for (const [name, value] of Object.entries(wanted))
    if (got[name] !== value) return `${name} is ${got[name] ?? 'missing'} instead of ${value}`;
  const told = unwanted.find((name) => got[name] !== undefined);
  if (told) return `${told} tells ${got[told]}`;
  return got['content-security-policy'] ? undefined : 'content-security-policy is missing';
}
