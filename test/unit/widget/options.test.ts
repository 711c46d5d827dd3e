import { describe, expect, it } from 'vitest';
import { createSmileWidget, SmileWidgetError } from '../../../widget/index.ts';
import { checkOptions } from '../../../widget/options.ts';

const session = () => Promise.reject(new Error('not asked'));

describe('the options', () => {
  it.each([
    undefined,
    null,
    '',
    'abc.execute-api',
    '/widget',
    'ftp://abc',
    'javascript:alert(1)',
    7,
  ])('with %j for the API are refused with what to do', (api) => {
    const create = () => createSmileWidget({ api: api as string, session });

    expect(create).toThrow(SmileWidgetError);
    expect(create).toThrow(expect.objectContaining({ code: 'options-invalid' }));
    expect(create).toThrow(/WidgetUrl/);
  });

  it.each([undefined, null, {}, Promise.resolve()])(
    'with %j for the session are refused',
    (value) => {
      const create = () =>
        createSmileWidget({ api: 'https://abc.example', session: value as never });

      expect(create).toThrow(expect.objectContaining({ code: 'options-invalid' }));
      expect(create).toThrow(/function/);
    },
  );

  it.each([
    ['https://abc.example/', 'https://abc.example'],
    ['https://abc.example', 'https://abc.example'],
    ['http://127.0.0.1:8788//', 'http://127.0.0.1:8788'],
    ['https://abc.example/widget/?a=1#b', 'https://abc.example/widget'],
  ])('take the API as %s', (api, address) => {
    expect(checkOptions({ api, session })).toBe(address);
  });

  it('make a widget where there is no page, as on a server that renders pages', async () => {
    const smile = createSmileWidget({ api: 'https://abc.example', session });

    await expect(smile.open()).rejects.toMatchObject({ name: 'SmileWidgetError' });
  });
});
