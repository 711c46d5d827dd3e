import { expect, it } from 'vitest';
import { isSimilarUrl, plainUrl } from '../../../operations/doctor/similar-url.ts';

const HERE = 'https://xyz789.execute-api.ap-southeast-1.amazonaws.com/production/webhooks';

it.each([
  ['another path of the same host', `${HERE}/`, true],
  [
    'another API of the region',
    'https://abc.execute-api.ap-southeast-1.amazonaws.com/prod/hook',
    true,
  ],
  ['the same path elsewhere', 'https://hooks.example.com/production/webhooks', true],
  ['an API of another region', 'https://abc.execute-api.eu-central-1.amazonaws.com/x', false],
  ['somebody else', 'https://hooks.example.com/smile', false],
  ['what is not an address', 'hooks', false],
])('%s may have been meant: %s', (_, url, expected) => {
  expect(isSimilarUrl(url, HERE)).toBe(expected);
});

it('an address is shown without user, query and fragment', () => {
  expect(plainUrl('https://me:pass@example.com/a?token=1#2')).toBe('https://example.com/a');
  expect(plainUrl('secret')).toBe('an unreadable address');
});
