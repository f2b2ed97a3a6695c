import { certificateSource } from './certificateSource.ts';
import type { Owner } from './owner.ts';
import type { Recorded } from './recorded.ts';

/** Whether the spec asks for HTTPS. */
export const asksForHttps = ({ spec }: Pick<Owner, 'spec'>): boolean =>
  certificateSource(spec.tls) !== undefined;

/** Whether users come by HTTPS: a spec that asks for it no more takes it from none who are still served by a revision that has it. */
export const hasHttps = (owner: Pick<Owner, 'spec'>, live: readonly Recorded[]): boolean =>
  asksForHttps(owner) || live.some(servesHttps);

const servesHttps = ({ template }: Recorded): boolean =>
  template.spec?.containers.some(({ ports }) => ports?.some(({ name }) => name === 'https')) ?? false;
