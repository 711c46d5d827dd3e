import { describe, expect, it } from 'vitest';
import { SIGNATURE_HEADER, sign, verifySignature } from '../../../lambdas/smile/signature.ts';

const SECRET = 'a little secret';
const BODY = Buffer.from(
  '{"id":"et-123abc456def789abc123def456abc78","version":1,"type":"USER_CREATED",' +
    '"createdAt":"2021-04-14T09:30:24Z",' +
    '"data":{"userId":"tenantId-123abc456def789abc123def456abc78"}}',
);
/** Computed outside of this project, over BODY with SECRET. */
const SIGNATURE =
  '309a37e70118d372868f989ee0a983581d8337e541d61f73bfbe048f447928f9' +
  'dd1eafdbf6d74bccea9b8eb11faae5998243028f92ff16a1a59caa949774909a';

describe('signing', () => {
  it('has one header, which Smile documents', () => {
    expect(SIGNATURE_HEADER).toBe('Smile-Signature');
  });

  it('gives the hex digest that was computed elsewhere for the same bytes', () => {
    const signature = sign(BODY, SECRET);

    expect(BODY).toHaveLength(175);
    expect(signature).toBe(SIGNATURE);
  });

  it('signs a byte order mark like any other bytes', () => {
    const marked = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), BODY]);

    const signature = sign(marked, SECRET);

    expect(signature).not.toBe(SIGNATURE);
    expect(verifySignature(marked, signature, [SECRET])).toEqual({ valid: true, signedBy: 0 });
  });

  it('signs bytes and not text: what decodes alike does not verify alike', () => {
    const one = Buffer.from([0x7b, 0xff, 0x7d]);
    const other = Buffer.from([0x7b, 0xfe, 0x7d]);

    const signature = sign(one, SECRET);

    expect(one.toString('utf8')).toBe(other.toString('utf8'));
    expect(verifySignature(one, signature, [SECRET])).toEqual({ valid: true, signedBy: 0 });
    expect(verifySignature(other, signature, [SECRET])).toEqual({
      valid: false,
      fault: 'mismatch',
    });
  });

  it('signs an empty body', () => {
    const empty = new Uint8Array();

    const signature = sign(empty, SECRET);

    expect(verifySignature(empty, signature, [SECRET])).toEqual({ valid: true, signedBy: 0 });
  });
});

describe('a signature', () => {
  it('holds for the body and the secret that it was made with', () => {
    expect(verifySignature(BODY, SIGNATURE, [SECRET])).toEqual({ valid: true, signedBy: 0 });
  });

  it('holds in upper-case hex', () => {
    expect(verifySignature(BODY, SIGNATURE.toUpperCase(), [SECRET])).toEqual({
      valid: true,
      signedBy: 0,
    });
  });

  it('holds with the previous secret during a rotation', () => {
    const secrets = ['the new secret', SECRET];

    const check = verifySignature(BODY, SIGNATURE, secrets);

    expect(check).toEqual({ valid: true, signedBy: 1 });
  });

  it.each<[string, string | undefined, string]>([
    ['absent', undefined, 'missing'],
    ['empty', '', 'missing'],
    ['cut off', SIGNATURE.slice(0, 127), 'malformed'],
    ['half as long', SIGNATURE.slice(0, 64), 'malformed'],
    ['200 characters long', SIGNATURE.padEnd(200, '0'), 'malformed'],
    ['not hex', `${SIGNATURE.slice(0, 127)}g`, 'malformed'],
    ['followed by a line break', `${SIGNATURE}\n`, 'malformed'],
    ['prefixed', `sha512=${SIGNATURE}`, 'malformed'],
    ['in base64', Buffer.from(SIGNATURE, 'hex').toString('base64'), 'malformed'],
    ['of something else', sign(Buffer.from('{}'), SECRET), 'mismatch'],
    ['all zeros', '0'.repeat(128), 'mismatch'],
  ])('does not hold when it is %s', (_, header, fault) => {
    expect(verifySignature(BODY, header, [SECRET])).toEqual({ valid: false, fault });
  });

  it('does not hold with another secret', () => {
    const check = verifySignature(BODY, SIGNATURE, ['A little secret', `${SECRET} `, '']);

    expect(check).toEqual({ valid: false, fault: 'mismatch' });
  });

  it('does not hold without any secret', () => {
    expect(verifySignature(BODY, SIGNATURE, [])).toEqual({ valid: false, fault: 'mismatch' });
  });

  it('does not hold when any single byte of the body differs', () => {
    const checks = Array.from(BODY, (byte, index) => {
      const changed = Buffer.from(BODY);
      changed[index] = byte ^ 1;
      return verifySignature(changed, SIGNATURE, [SECRET]).valid;
    });

    expect(checks).toHaveLength(175);
    expect(checks).not.toContain(true);
  });

  it('does not hold when white space is added around the body', () => {
    const spaced = [
      Buffer.concat([BODY, Buffer.from('\n')]),
      Buffer.concat([Buffer.from(' '), BODY]),
    ];

    const checks = spaced.map((body) => verifySignature(body, SIGNATURE, [SECRET]));

    expect(checks).toEqual(spaced.map(() => ({ valid: false, fault: 'mismatch' })));
  });
});
