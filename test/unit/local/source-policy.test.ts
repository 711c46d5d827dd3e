import { describe, expect, it } from 'vitest';
import { SourceUnreadable, sourcePolicy } from '../../../local/gateway/source-policy.ts';

describe('the source policy', () => {
  it.each([
    ['18.142.61.230/32', '18.142.61.230', true],
    ['18.142.61.230/32', '18.142.61.231', false],
    ['18.142.61.230', '18.142.61.230', true],
    ['192.0.2.0/24', '192.0.2.255', true],
    ['192.0.2.0/24', '192.0.3.0', false],
    ['0.0.0.0/0', '203.0.113.9', true],
    ['2001:db8::/32', '2001:db8::1', true],
    ['2001:db8::/32', '2001:db9::1', false],
    ['2001:db8::/32', '192.0.2.1', false],
  ])('%s and %s: %s', (source, address, allowed) => {
    const policy = sourcePolicy([source]);

    expect(policy.allows(address)).toBe(allowed);
  });

  it('allows what any of its sources allows, and takes the first as the default', () => {
    const policy = sourcePolicy(['192.0.2.0/24', '2001:db8::1/128']);

    expect(policy.allows('2001:db8::1')).toBe(true);
    expect(policy.defaultAddress).toBe('192.0.2.0');
  });

  it('allows nobody without sources', () => {
    const policy = sourcePolicy([]);

    expect(policy.allows('127.0.0.1')).toBe(false);
    expect(policy.defaultAddress).toBeUndefined();
  });

  it.each(['', 'smile', '1.2.3', '1.2.3.4/33', '1.2.3.4/', '1.2.3.4/a', '1.2.3.4/1/1', '::/129'])(
    'does not take "%s" for a source',
    (source) => {
      expect(() => sourcePolicy([source])).toThrow(SourceUnreadable);
    },
  );
});
