import ipaddr from 'ipaddr.js';
import { type Allowed, mayReach } from './addresses.ts';

const usualPorts = new Set(['', '80', '443']);
const leastFreePort = 1024;
const longest = 2048;

/**
 * What is wrong with an address as the target of a webhook, as the rest of "url must be …"; nothing when it may be tried. A name
 * is judged only when it is connected to, since what it stands for can change.
 */
export function urlFault(text: string, allowed: Allowed): string | undefined {
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol))
    return 'an http or https address, such as https://example.com/hook';
  if (text.length > longest) return `at most ${longest} characters long`;
  if (url.username || url.password) return 'without a user name and password; the signature says who sends';
  if (!usualPorts.has(url.port) && Number(url.port) < leastFreePort)
    return `on port 80, 443 or one from ${leastFreePort} up`;
  const literal = url.hostname.replace(/^\[|\]$/g, '');
  if (ipaddr.isValid(literal) && !mayReach(literal, allowed))
    return `a public address; ${literal} is private or reserved (SPACETIME_WEBHOOK_ALLOWED_CIDRS can allow it)`;
  return undefined;
}
