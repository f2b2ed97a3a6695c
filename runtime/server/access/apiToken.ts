import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { tokenFault } from '../../shared/tokenRules.ts';
import type { Config } from '../config.ts';
import { ConfigurationRefused } from '../configurationRefused.ts';
import { onChange, textOf } from '../files.ts';
import type { Tokens } from './tokens.ts';

/** Where the token came from; `made` is the token itself when there was none and one was made for development. */
export interface FoundToken {
  readonly made?: string;
  readonly stop: () => void;
}

type Settings = Pick<Config, 'environment' | 'apiEnabled' | 'apiToken'> & {
  readonly directories: Pick<Config['directories'], 'tokens'>;
};

/**
 * Fills the ring with the token of the file `API_TOKEN`, else of the environment, and follows the file when it changes; a file
 * that turns bad leaves the last good token in use. Throws ConfigurationRefused when production has a placeholder or an
 * environment that needs a token has none.
 */
export async function findToken(config: Settings, ring: Tokens, log: Logger): Promise<FoundToken> {
  const path = join(config.directories.tokens, 'API_TOKEN');
  const mounted = await textOf(path);
  const token = mounted?.trim() ?? config.apiToken;
  const stop = onChange([path], [mounted], ([text]) => {
    const next = text?.trim() ?? '';
    const fault = refusal(next, config);
    if (fault) return log.error(`${fault} The token before it stays in use.`);
    ring.replace(next);
    log.info('API_TOKEN changed; the token before it is accepted for another hour.');
  });
  try {
    return { ...take(token, config, ring), stop };
  } catch (error) {
    stop();
    throw error;
  }
}

function take(token: string | undefined, config: Settings, ring: Tokens): { made?: string } {
  if (token === undefined && config.environment === 'development') {
    const made = randomBytes(32).toString('base64url');
    ring.replace(made);
    return { made };
  }
  if (token === undefined && !config.apiEnabled) return {};
  const fault = refusal(token ?? '', config);
  if (fault) throw new ConfigurationRefused(fault);
  ring.replace(token ?? '');
  return {};
}

function refusal(token: string, { environment }: Settings): string | undefined {
  const fault = environment === 'production' || token === '' ? tokenFault(token) : undefined;
  return (
    fault && `API_TOKEN ${fault}: give ${environment} a random token, such as one of openssl rand -base64 32.`
  );
}
