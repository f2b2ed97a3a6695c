import { InvalidConfig, readConfig } from './config.ts';

it('an image with a browser goes with one without', () => {
  const images = { CHECK_IMAGE: 'operator:1', CHECK_BROWSER_IMAGE: 'operator:1-browser' };
  expect(readConfig(images)).toMatchObject(images);
});

it('what cannot be used is one sentence that names the variable', () => {
  const refused = (variables: Record<string, string>) => () => readConfig(variables);
  expect(refused({ HEALTH_PORT: '0' })).toThrow(InvalidConfig);
  expect(refused({ HEALTH_PORT: '0' })).toThrow(/^HEALTH_PORT: .*\.$/);
  expect(refused({ CHECK_BROWSER_IMAGE: 'operator:1-browser' })).toThrow(
    'CHECK_BROWSER_IMAGE: needs CHECK_IMAGE beside it, for releases that ask for no browser.',
  );
});
