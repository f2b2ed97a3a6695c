import { once } from 'node:events';
import { connect, type TLSSocket } from 'node:tls';
import { type Check, insist, Skipped, type Surroundings } from './check.ts';
import { site, textOf } from './site.ts';

const oldestProtocol = ['TLSv1.2', 'TLSv1.3'];

/** Over HTTPS there is a certificate that is good now, a protocol that is not broken, and no way back to HTTP. */
export const certificate: Check = {
  name: 'smoke.tls',
  ask: async (around) => {
    const url = await address(around);
    const { protocol, until, authorized } = await handshake(url, around);
    insist(oldestProtocol.includes(protocol), `The protocol is ${protocol}, not TLSv1.2 or TLSv1.3.`);
    const now = Date.now();
    insist(until.from <= now, `The certificate is good from ${day(until.from)} only.`);
    insist(until.to > now, `The certificate ended on ${day(until.to)}.`);
    insist(authorized === undefined, `The certificate is not believed: ${authorized}.`);
    const answer = await site(url.href, around.ca).until(around.signal).ask('/status');
    insist(
      answer.status === 200,
      `GET /status over HTTPS answered ${answer.status}: ${textOf(answer).slice(0, 40)}.`,
    );
    insist(answer.headers['strict-transport-security'], 'Strict-Transport-Security is missing over HTTPS.');
    return `${protocol}, a certificate until ${day(until.to)}`;
  },
};

/** The preview where it is asked over HTTPS, else the port of the world that serves HTTPS while there is a certificate. */
async function address({ preview, world, access }: Surroundings): Promise<URL> {
  const asked = new URL(preview.url('/'));
  if (asked.protocol === 'https:') return asked;
  const { ports } = await access();
  const own = new URL(world.url('/'));
  own.protocol = 'https:';
  own.port = String(ports.tls);
  return own;
}

async function handshake({ hostname, port }: URL, { ca, signal }: Surroundings) {
  const socket = connect({
    host: hostname,
    port: Number(port || 443),
    ...(ca !== undefined && { ca }),
    // What is wrong with it is told below.
    rejectUnauthorized: false,
    checkServerIdentity: () => undefined,
  });
  try {
    await once(socket, 'secureConnect', { signal });
    return shown(socket, ca);
  } catch (error) {
    const { code } = error as { readonly code?: string };
    if (code === 'ECONNREFUSED') throw new Skipped('Nothing answers over HTTPS: no certificate is mounted.');
    throw new Error(`The handshake over HTTPS failed (${code}).`);
  } finally {
    socket.destroy();
  }
}

function shown(socket: TLSSocket, ca: string | undefined) {
  const { valid_from, valid_to } = socket.getPeerCertificate();
  return {
    protocol: socket.getProtocol() ?? 'unknown',
    until: { from: Date.parse(valid_from), to: Date.parse(valid_to) },
    authorized: ca === undefined || socket.authorized ? undefined : String(socket.authorizationError),
  };
}

const day = (at: number) => new Date(at).toISOString().slice(0, 10);
