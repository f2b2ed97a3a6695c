import type { PairFound } from './certificateFound.ts';

const millisecondsOfDay = 86_400_000;

/** When another takes the place of a certificate that the operator made, RFC 3339: two thirds through, as cert-manager does it. */
export function renewalOf({
  notBefore,
  notAfter,
}: {
  readonly notBefore: string;
  readonly notAfter: string;
}): string {
  const [from, to] = [Date.parse(notBefore), Date.parse(notAfter)];
  return new Date(to - (to - from) / 3).toISOString();
}

/** Whether the pods need another certificate of the operator's making: there is none, it is due, or the spec asks for another. */
export function needsAnother(serving: PairFound, validityDays: number, now: Date): boolean {
  if (serving.is !== 'Readable') return true;
  const { notBefore, notAfter, lacks, isSelfIssued } = serving;
  const days = Math.round((Date.parse(notAfter) - Date.parse(notBefore)) / millisecondsOfDay);
  const isDue = now.getTime() >= Date.parse(renewalOf(serving)) || now.getTime() < Date.parse(notBefore);
  return !isSelfIssued || lacks.length > 0 || days !== validityDays || isDue;
}
