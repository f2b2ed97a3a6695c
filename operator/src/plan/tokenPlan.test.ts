import { anOwner } from '../../test/builders.ts';
import { type TokensFound, tokenPlan } from './tokenPlan.ts';
import { tokenSecret } from './tokens.ts';

const fresh = {
  API_TOKEN: 'fresh-token-of-many-characters',
  GRAFANA_ADMIN_PASSWORD: 'fresh-password-of-many',
};
const good = { API_TOKEN: '4f9a8c1e7b2d6053aa11', GRAFANA_ADMIN_PASSWORD: '8c1e7b2d6053aa114f9a' };
const ours = (values: TokensFound['values']): TokensFound => ({ ours: true, values });
const theirs = (values: TokensFound['values']): TokensFound => ({ ours: false, values });
const planOf = (found?: TokensFound, spec: object = {}) => tokenPlan(anOwner(spec), found, fresh);

describe('the token Secret', () => {
  it('is made with random values where there is none', () => {
    expect(planOf()).toEqual({ source: 'Generated', write: { values: fresh, adopted: false } });
  });

  it('is left alone once everything is there', () => {
    expect(planOf(ours(good))).toEqual({ source: 'Generated' });
    expect(planOf(theirs(good))).toEqual({ source: 'Adopted' });
    expect(planOf(theirs(good), { secrets: { secretRef: { name: 'mine' } } })).toEqual({
      source: 'Referenced',
    });
  });

  it('keeps the value that is there when the other is missing', () => {
    expect(planOf(ours({ API_TOKEN: good.API_TOKEN })).write).toEqual({
      adopted: false,
      values: { API_TOKEN: good.API_TOKEN, GRAFANA_ADMIN_PASSWORD: fresh.GRAFANA_ADMIN_PASSWORD },
    });
  });

  it('of the user gets the keys that it lacks, and nothing else of it is touched', () => {
    const { source, write } = planOf(theirs({ API_TOKEN: good.API_TOKEN }));
    expect([source, write]).toEqual([
      'Adopted',
      { adopted: true, values: { GRAFANA_ADMIN_PASSWORD: fresh.GRAFANA_ADMIN_PASSWORD } },
    ]);
    const written = tokenSecret(anOwner(), write?.values ?? {}, { adopted: true });
    expect(Object.keys(written.data ?? {})).toEqual(['GRAFANA_ADMIN_PASSWORD']);
    expect(written.metadata).toEqual({ name: 'plaza-secrets', namespace: 'worlds' });
  });

  it('is never written where the spec refers to one or says Never', () => {
    const mine = { secrets: { secretRef: { name: 'mine' } } };
    expect(planOf(undefined, mine)).toEqual({
      source: 'Referenced',
      refusal: {
        reason: 'NotFound',
        message:
          'Secret mine: it does not exist; create it with the keys API_TOKEN and GRAFANA_ADMIN_PASSWORD.',
      },
    });
    expect(planOf(theirs({ API_TOKEN: good.API_TOKEN }), mine).refusal).toEqual({
      reason: 'KeyMissing',
      message: 'Secret mine, key GRAFANA_ADMIN_PASSWORD: it is not there; add it.',
    });
    expect(planOf(undefined, { secrets: { generation: 'Never' } })).toMatchObject({
      refusal: { reason: 'NotFound' },
    });
  });

  it('holds values of any characters', () => {
    const { data } = tokenSecret(anOwner(), { API_TOKEN: 'pässwörd–中' }, { adopted: false });
    expect(Buffer.from(data?.['API_TOKEN'] ?? '', 'base64').toString()).toBe('pässwörd–中');
  });
});

describe('a placeholder', () => {
  const all = [
    'changeme',
    'REPLACE_ME',
    '<your token here, please>',
    '',
    'q1w2e3',
    'x'.repeat(15),
    '   ',
    'please-change-me-now-please',
  ];

  it.each(all)('"%s" is refused in production, by key and never by value', (API_TOKEN) => {
    const { refusal } = planOf(ours({ ...good, API_TOKEN }));
    expect(refusal?.reason).toBe('Placeholder');
    expect(refusal?.message).toMatch(/^Secret plaza-secrets, key API_TOKEN: .*\.$/);
    if (API_TOKEN.trim()) expect(refusal?.message).not.toContain(API_TOKEN);
  });

  it('is what people try things out with elsewhere', () => {
    for (const environment of ['development', 'staging'])
      expect(planOf(ours({ ...good, API_TOKEN: 'changeme' }), { environment })).toEqual({
        source: 'Generated',
      });
  });

  it('in one key does not keep the other from being made', () => {
    expect(planOf(ours({ API_TOKEN: 'changeme' }))).toMatchObject({
      refusal: { reason: 'Placeholder' },
      write: { values: { API_TOKEN: 'changeme', GRAFANA_ADMIN_PASSWORD: fresh.GRAFANA_ADMIN_PASSWORD } },
    });
  });

  it('is none of ours', () => {
    expect(planOf(ours(fresh)).refusal).toBeUndefined();
    expect(planOf(ours(good)).refusal).toBeUndefined();
  });
});
