import { describe, expect, it } from 'vitest';
import { ConfigurationInvalid, readConfiguration } from '../../../local/configuration.ts';

describe('the configuration', () => {
  it('has defaults, also for empty variables', () => {
    const defaults = {
      port: 8787,
      secret: 'local-secret',
      dataDir: undefined,
      endpointUrl: undefined,
    };

    expect(readConfiguration({})).toEqual(defaults);
    expect(
      readConfiguration({ PORT: '', SMILE_SECRET: '', DATA_DIR: '', AWS_ENDPOINT_URL: '' }),
    ).toEqual(defaults);
  });

  it('reads every variable', () => {
    const configuration = readConfiguration({
      PORT: '9000',
      SMILE_SECRET: 's',
      DATA_DIR: '.data',
      AWS_ENDPOINT_URL: 'http://localhost:4566/',
    });

    expect(configuration).toEqual({
      port: 9000,
      secret: 's',
      dataDir: '.data',
      endpointUrl: 'http://localhost:4566',
    });
  });

  it.each([{ PORT: '65536' }, { PORT: '-1' }, { PORT: '1.5' }, { AWS_ENDPOINT_URL: 'ftp://x' }])(
    'refuses %j',
    (environment) => {
      expect(() => readConfiguration(environment)).toThrow(ConfigurationInvalid);
    },
  );

  it.each([
    ['canary\n', 'begins or ends with whitespace'],
    [' canary', 'begins or ends with whitespace'],
    ['   ', 'begins or ends with whitespace'],
    ['canary'.repeat(11), 'has more than 64 characters'],
  ])('refuses %j as what Smile would sign with, in a sentence without it', (text, fault) => {
    const reading = () => readConfiguration({ SMILE_SECRET: text });

    expect(reading).toThrow(ConfigurationInvalid);
    expect(reading).toThrow(
      `SMILE_SECRET must be 1 to 64 characters without whitespace around them, as Smile takes it, but it ${fault}.`,
    );
    expect(reading).not.toThrow('canary');
  });
});
