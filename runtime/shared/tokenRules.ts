/** Shorter tokens are refused everywhere; the ones that we make have 43 characters. */
const minimumTokenLength = 16;

/**
 * Says why a secret cannot be used, as the end of a sentence that starts with its name, or nothing when it can.
 * Never repeats the secret.
 */
export function tokenFault(secret: string): string | undefined {
  const plain = secret.toLowerCase().replaceAll(/[\s_-]/g, '');
  if (plain === '') return 'is empty';
  if (plain.includes('changeme') || plain.includes('replaceme') || /^<.*>$/.test(plain))
    return 'is a placeholder';
  if (secret.length < minimumTokenLength) return `is shorter than ${minimumTokenLength} characters`;
  return undefined;
}
