const scales: Readonly<Record<string, bigint>> = {
  m: 1_000n,
  '': 1_000_000n,
  k: 10n ** 9n,
  M: 10n ** 12n,
  G: 10n ** 15n,
  T: 10n ** 18n,
  Ki: 1_000_000n * 2n ** 10n,
  Mi: 1_000_000n * 2n ** 20n,
  Gi: 1_000_000n * 2n ** 30n,
  Ti: 1_000_000n * 2n ** 40n,
};

/**
 * The value of an amount: `1Gi` in bytes, `250m` in cores. Two spellings of one amount give the same number.
 * Throws when the text is not an amount that the schema admits.
 */
export function quantity(text: string): number {
  const [, whole, decimals = '', suffix = ''] = /^(\d+)(?:\.(\d{1,3}))?([a-zA-Z]*)$/.exec(text) ?? [];
  const scale = scales[suffix];
  if (whole === undefined || scale === undefined)
    throw new Error(`"${text}" is not a quantity such as 250m or 1Gi.`);
  const thousandths = BigInt(whole) * 1000n + BigInt(decimals.padEnd(3, '0'));
  return Number(thousandths * scale) / 1e9;
}
