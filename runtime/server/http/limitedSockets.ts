import type { AddressOf } from '../access/address.ts';
import type { Limits } from '../access/limits.ts';
import type { Limit } from '../access/tokens.ts';
import { refuseUpgrade, type Upgrade } from '../upgrades.ts';

/** Lets each address open so many sockets; more are 429. */
export function limitedSockets(
  upgrade: Upgrade,
  {
    limits,
    addressOf,
    usual,
  }: { readonly limits: Limits; readonly addressOf: AddressOf; readonly usual: Limit },
): Upgrade {
  return (req, connection, head) =>
    void limits
      .take(`sockets ${addressOf(req)}`, usual)
      .then(({ isAllowed }) =>
        isAllowed ? upgrade(req, connection, head) : refuseUpgrade(connection, '429 Too Many Requests'),
      );
}
