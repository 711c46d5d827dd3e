import { describe, expect, it } from 'vitest';
import { ConfigurationInvalid, readConfiguration } from '../../../local/configuration.ts';

describe('the configuration', () => {
  it('has defaults, also for empty variables', () => {
    const defaults = {
      port: 8787,
      secret: 'local-secret',
      sessionSecret: undefined,
      dataDir: undefined,
      endpointUrl: undefined,
    };

    expect(readConfiguration({})).toEqual(defaults);
    expect(
      readConfiguration({
        PORT: '',
        SMILE_SECRET: '',
        WIDGET_SESSION_SECRET: '',
        DATA_DIR: '',
        AWS_ENDPOINT_URL: '',
      }),
    ).toEqual(defaults);
  });

  it('reads every variable', () => {
    const configuration = readConfiguration({
      PORT: '9000',
      SMILE_SECRET: 's',
      WIDGET_SESSION_SECRET: 'x'.repeat(32),
      DATA_DIR: '.data',
      AWS_ENDPOINT_URL: 'http://localhost:4566/',
    });

    expect(configuration).toEqual({
      port: 9000,
      secret: 's',
      sessionSecret: 'x'.repeat(32),
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

  it.each([
    ['canary'.repeat(5), 'has fewer than 32 characters'],
    [`${'canary'.repeat(6)}\n`, 'begins or ends with whitespace'],
    [
      JSON.stringify({ current: 'canary'.repeat(6) }),
      'is JSON, of which only the member "current" is wanted',
    ],
  ])('refuses %j as what signs sessions, in a sentence without it', (text, fault) => {
    const reading = () => readConfiguration({ WIDGET_SESSION_SECRET: text });

    expect(reading).toThrow(
      `WIDGET_SESSION_SECRET must be text of 32 characters or more, without whitespace around it, but it ${fault}.`,
    );
    expect(reading).not.toThrow('canary');
  });
});
