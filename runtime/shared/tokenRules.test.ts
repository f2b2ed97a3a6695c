import { tokenFault } from './tokenRules.ts';

describe('tokenFault', () => {
  it.each([
    ['', 'is empty'],
    ['   ', 'is empty'],
    ['changeme', 'is a placeholder'],
    ['CHANGE_ME_CHANGE_ME', 'is a placeholder'],
    ['please-REPLACE_ME-with-a-token', 'is a placeholder'],
    ['<your-api-token-goes-here>', 'is a placeholder'],
    ['fifteen-letters', 'is shorter than 16 characters'],
  ])('refuses %j: it %s', (secret, fault) => {
    expect(tokenFault(secret)).toBe(fault);
  });

  it('accepts a random token of 16 characters or more', () => {
    expect(tokenFault('Zk3v9Qx7Lm2Rt8Wp')).toBeUndefined();
  });
});
