import { isIP, type LookupFunction } from 'node:net';
import { Agent, buildConnector } from 'undici';
import { type Allowed, mayReach } from './addresses.ts';
import type { Resolve } from './resolve.ts';

const connectMilliseconds = 5000;

/** A connection was refused because of where it leads. */
export class AddressRefused extends Error {
  override name = 'AddressRefused';
}

/**
 * Connections for webhooks. Each is made to an address that was judged for this very connection, so that a name that changes what
 * it stands for between two looks gains nothing. Redirects are not followed.
 */
export function connections(allowed: Allowed, resolve: Resolve): Agent {
  const connect = buildConnector({ timeout: connectMilliseconds, lookup: judged(allowed, resolve) });
  return new Agent({
    pipelining: 1,
    keepAliveTimeout: 4000,
    connect: (options, callback) => {
      const literal = options.hostname.replace(/^\[|\]$/g, '');
      // Sockets do not look literal addresses up.
      if (isIP(literal) && !mayReach(literal, allowed)) callback(refused(), null);
      else connect(options, callback);
    },
  });
}

const refused = () => new AddressRefused('The address is private or reserved.');

function judged(allowed: Allowed, resolve: Resolve): LookupFunction {
  return (name, { all }, callback) => {
    resolve(name)
      .then((found) => {
        const good = found.filter((address) => mayReach(address, allowed));
        const [first] = good;
        if (first === undefined) throw refused();
        if (all)
          callback(
            null,
            good.map((address) => ({ address, family: isIP(address) })),
          );
        else callback(null, first, isIP(first));
      })
      .catch((error) => callback(error, ''));
  };
}
