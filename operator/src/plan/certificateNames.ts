import type { Readable } from './certificateFound.ts';

/** Which of the names that the world needs a certificate is not good for, as a sentence. */
export function hostMismatch({ secretName, lacks }: Pick<Readable, 'secretName' | 'lacks'>): string {
  const [first = '', ...others] = lacks;
  const names = others.length > 0 ? `${first} and ${others.length} more` : first;
  return `Certificate ${secretName}: it is not good for ${names}; renew it with ${lacks.length > 1 ? 'these names' : 'this name'}, or change exposure.hostnames.`;
}
