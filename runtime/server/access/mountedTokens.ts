import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { tokenFault } from '../../shared/tokenRules.ts';
import type { Config } from '../config.ts';
import { ConfigurationRefused } from '../configurationRefused.ts';
import { onChange, textsOf } from '../files.ts';
import { type Scope, scopes } from './scopes.ts';
import type { Keyring } from './tokens.ts';

/** What was found: `made` is a token that was made for development because there was none. */
export interface FoundTokens {
  readonly made: string | undefined;
  readonly stop: () => void;
}

type Settings = Pick<Config, 'environment' | 'apiEnabled' | 'apiToken'> & {
  readonly directories: Pick<Config['directories'], 'tokens'>;
};

type Name = 'API_TOKEN' | 'ADMIN_TOKEN';
const names: readonly Name[] = ['API_TOKEN', 'ADMIN_TOKEN'];
type Texts = Readonly<Record<Name, string | undefined>>;

/**
 * Mounts the tokens of the files `API_TOKEN` (else of the environment) and `ADMIN_TOKEN`, and follows the files when they change;
 * one that turns bad leaves the last good token in use. While there is an ADMIN_TOKEN, the API_TOKEN is no admin. Throws
 * ConfigurationRefused when production has a placeholder or an environment that needs a token has none.
 */
export async function findTokens(config: Settings, ring: Keyring, log: Logger): Promise<FoundTokens> {
  const paths = names.map((name) => join(config.directories.tokens, name));
  const found = await textsOf(paths);
  const { made, texts } = atStart(tokensOf(found), config);
  mount(texts, ring);
  const stop = onChange(paths, found, (contents) => mount(usable(tokensOf(contents), { config, log }), ring));
  return { made, stop };
}

const tokensOf = ([api, admin]: readonly (string | undefined)[]): Texts => ({
  API_TOKEN: api?.trim(),
  ADMIN_TOKEN: admin?.trim(),
});

function atStart(found: Texts, config: Settings): { made: string | undefined; texts: Texts } {
  const api = found.API_TOKEN ?? config.apiToken;
  if (api === undefined && config.environment === 'development') {
    const made = randomBytes(32).toString('base64url');
    return { made, texts: { ...found, API_TOKEN: made } };
  }
  const needed = config.apiEnabled || api !== undefined;
  const texts = { ...found, API_TOKEN: needed ? (api ?? '') : undefined };
  for (const name of names) {
    const fault = refusal(name, texts[name], config);
    if (fault) throw new ConfigurationRefused(fault);
  }
  return { made: undefined, texts };
}

/** Those of the changed files that may be used; says why not of the others. A file that went away is no news. */
function usable(found: Texts, { config, log }: { config: Settings; log: Logger }): Texts {
  const accepted = (name: Name) => {
    const text = found[name];
    const fault = refusal(name, text, config);
    if (fault) log.error(`${fault} The token before it stays in use.`);
    return fault ? undefined : text;
  };
  return { API_TOKEN: accepted('API_TOKEN'), ADMIN_TOKEN: accepted('ADMIN_TOKEN') };
}

function mount({ API_TOKEN, ADMIN_TOKEN }: Texts, ring: Keyring): void {
  const hasAdmin = ADMIN_TOKEN !== undefined || ring.mounted().some(({ name }) => name === 'ADMIN_TOKEN');
  const ofApi: readonly Scope[] = hasAdmin ? ['read', 'write'] : scopes;
  if (ADMIN_TOKEN !== undefined) ring.mount('ADMIN_TOKEN', ADMIN_TOKEN, scopes);
  if (API_TOKEN !== undefined) ring.mount('API_TOKEN', API_TOKEN, ofApi);
}

function refusal(name: Name, token: string | undefined, { environment }: Settings): string | undefined {
  if (token === undefined) return undefined;
  const fault = environment === 'production' || token === '' ? tokenFault(token) : undefined;
  return (
    fault && `${name} ${fault}: give ${environment} a random token, such as one of openssl rand -base64 32.`
  );
}
