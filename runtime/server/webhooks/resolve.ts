import { lookup, Resolver } from 'node:dns/promises';

/** Every address of a name. Rejects when it has none. */
export type Resolve = (name: string) => Promise<readonly string[]>;

const resolver = new Resolver({ timeout: 2000, tries: 2 });

/**
 * Asks the name servers; a name that they do not know is looked up as the system does, with its search domains and /etc/hosts. The
 * system's way has four threads for the whole process, so names whose servers keep silent never get there.
 */
export const resolve: Resolve = async (name) => {
  const asked = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
  const found = asked.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
  if (found.length > 0) return found;
  const silent = asked.find((answer) => answer.status === 'rejected' && answer.reason.code === 'ETIMEOUT');
  if (silent) throw new Error(`The name servers do not answer for ${name}.`);
  return (await lookup(name, { all: true })).map(({ address }) => address);
};
