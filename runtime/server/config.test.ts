import { readConfig } from './config.ts';

const refusal = (env: Record<string, string>) => {
  try {
    readConfig(env);
  } catch (error) {
    return (error as Error).message;
  }
  return 'accepted';
};

describe('readConfig', () => {
  it('has the ports and limits of the checklist when nothing is set', () => {
    const config = readConfig({});
    expect(config.ports).toEqual({ api: 8080, telemetry: 8081, discovery: 8087, tls: 8443 });
    expect(config).toMatchObject({ environment: 'development', logLevel: 'info', requestsPerMinute: 100 });
  });

  it.each([
    ['GODOT_ENV', 'prod', 'GODOT_ENV must be one of development, staging, production, not "prod".'],
    ['GODOT_ENABLE_HTTP_API', 'yes', 'GODOT_ENABLE_HTTP_API must be one of true, false, not "yes".'],
    ['GODOT_LOG_LEVEL', 'loud', 'GODOT_LOG_LEVEL must be one of debug, info, warn, error, not "loud".'],
    ['GODOT_API_PORT', '-1', 'GODOT_API_PORT must be a whole number from 0 to 65535, not "-1".'],
    [
      'GODOT_TELEMETRY_PORT',
      '70000',
      'GODOT_TELEMETRY_PORT must be a whole number from 0 to 65535, not "70000".',
    ],
    [
      'GODOT_DISCOVERY_PORT',
      '8e3',
      'GODOT_DISCOVERY_PORT must be a whole number from 0 to 65535, not "8e3".',
    ],
    [
      'SPACETIME_CORS_ORIGINS',
      'https://a.example/path',
      'SPACETIME_CORS_ORIGINS must be origins separated by commas, such as https://example.com, not "https://a.example/path".',
    ],
    ['SPACETIME_ACCESS', 'Private', 'SPACETIME_ACCESS must be one of Public, Ticket, not "Private".'],
    [
      'SPACETIME_TRUSTED_PROXIES',
      '10.0.0.0/8, proxy.example',
      'SPACETIME_TRUSTED_PROXIES must be addresses or networks separated by commas, such as 10.0.0.0/8, not "10.0.0.0/8, proxy.example".',
    ],
    [
      'SPACETIME_WEBHOOK_ALLOWED_CIDRS',
      '10.0.0.1',
      'SPACETIME_WEBHOOK_ALLOWED_CIDRS must be ranges of addresses separated by commas, such as 10.0.0.0/8, not "10.0.0.1".',
    ],
    [
      'SPACETIME_WEBHOOK_RETRIES',
      'Slow',
      'SPACETIME_WEBHOOK_RETRIES must be one of Standard, Fast, not "Slow".',
    ],
    [
      'SPACETIME_DATABASE_TEMPORARY_SCHEMA',
      'public',
      'SPACETIME_DATABASE_TEMPORARY_SCHEMA must be check_ and 1 to 40 lower-case letters or digits, such as check_bcdfghjklm, not "public".',
    ],
  ])('names the variable: %s=%s', (name, value, sentence) => {
    expect(refusal({ [name]: value })).toBe(sentence);
  });

  it('says one sentence for each variable', () => {
    expect(refusal({ GODOT_ENV: 'prod', SPACETIME_DRAIN_SECONDS: 'soon' })).toBe(
      'GODOT_ENV must be one of development, staging, production, not "prod". ' +
        'SPACETIME_DRAIN_SECONDS must be a whole number from 0 to 3600, not "soon".',
    );
  });

  it('refuses one port for two listeners', () => {
    expect(refusal({ GODOT_TELEMETRY_PORT: '8080' })).toBe(
      'GODOT_API_PORT and GODOT_TELEMETRY_PORT must differ, both are 8080.',
    );
  });

  it('takes an empty variable for one that is not set', () => {
    expect(readConfig({ GODOT_ENV: '' }).environment).toBe('development');
  });

  it.each([
    ['development', undefined, true],
    ['production', undefined, false],
    ['production', 'true', true],
    ['development', 'false', false],
  ])('in %s with GODOT_ENABLE_HTTP_API=%s the API is on: %s', (environment, enable, on) => {
    expect(readConfig({ GODOT_ENV: environment, GODOT_ENABLE_HTTP_API: enable }).apiEnabled).toBe(on);
  });
});
