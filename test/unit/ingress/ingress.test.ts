import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sign } from '../../../lambdas/smile/signature.ts';
import { BODY, bench, LARGE_BODY, SECRET, signed, signedBytes } from './bench.ts';

const HEADERS = { 'content-type': 'application/json', 'cache-control': 'no-store' };
const STORED = { statusCode: 200, headers: HEADERS, body: '{"stored":true,"eventId":"et-1"}' };
const REFUSED = {
  statusCode: 401,
  headers: HEADERS,
  body: '{"stored":false,"message":"The signature does not match the body."}',
};
const NOT_STORED = {
  statusCode: 503,
  headers: HEADERS,
  body: '{"stored":false,"message":"The event could not be stored. Send it again."}',
};

describe('a signed webhook', () => {
  it('is put on the queue, and then answered with 200 and its id', async () => {
    const { post, sent } = bench();

    const answer = await post(signed(BODY));

    expect(answer).toEqual(STORED);
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject({ eventId: 'et-1', text: BODY, groupId: 'tenant-1' });
  });

  it('costs one call to AWS once the secret is known', async () => {
    const { post, calls } = bench();
    await post(signed(BODY));
    calls.length = 0;

    await post(signed(BODY));

    expect(calls).toEqual(['send']);
  });

  it('is received alike as text and as base64', async () => {
    const { post, sent } = bench();

    const answers = [await post(signed(BODY)), await post(signedBytes(Buffer.from(BODY)))];

    expect(answers).toEqual([STORED, STORED]);
    expect(sent[1]).toEqual({ ...sent[0], attributes: sent[1]?.attributes });
  });

  it.each(['Smile-Signature', 'smile-signature', 'SMILE-SIGNATURE', 'sMiLe-sIgNaTuRe'])(
    'may carry its signature in the header %s',
    async (name) => {
      const { post } = bench();
      const headers = { Host: 'x', [name]: sign(Buffer.from(BODY), SECRET) };

      const answer = await post({ body: BODY, isBase64Encoded: false, headers });

      expect(answer).toEqual(STORED);
    },
  );

  it('gets 200 when nobody can read it: a retry would bring the same bytes', async () => {
    const { post, sent, bodies } = bench();
    const body = Buffer.from([0xff, 0xfe, 0x00]);

    const answer = await post(signedBytes(body));

    expect(answer.statusCode).toBe(200);
    expect(sent[0]?.attributes.unreadable).toBe('not-utf8');
    expect([...bodies.values()].map((bytes) => Buffer.from(bytes))).toEqual([body]);
  });

  it('gets 200 when it is empty, as API Gateway hands it over: null', async () => {
    const { post, sent } = bench();
    const request = { ...signed(''), body: null };

    const answer = await post(request);

    expect(answer.statusCode).toBe(200);
    expect(sent[0]?.attributes.unreadable).toBe('not-json');
  });

  it('is kept byte by byte, in the message or in the bucket, whatever its bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (body) => {
        const { post, sent, bodies } = bench();

        const answer = await post(signedBytes(body));

        const ref = sent[0]?.bodyRef;
        const kept = ref === undefined ? Buffer.from(sent[0]?.text ?? '') : bodies.get(ref);
        expect(answer.statusCode).toBe(200);
        expect(Buffer.from(kept ?? []).equals(body)).toBe(true);
      }),
    );
  });

  it('has its body in the bucket before its message is on the queue', async () => {
    const { post, calls, sent, bodies } = bench();

    const answer = await post(signed(LARGE_BODY));

    expect(answer).toEqual(STORED);
    expect(calls).toEqual(['read', 'put', 'send']);
    expect([...bodies.keys()]).toEqual([sent[0]?.bodyRef]);
  });

  it('gives every call to AWS the same running deadline', async () => {
    const { post, signals } = bench();

    await post(signed(LARGE_BODY));

    expect(signals).toHaveLength(3);
    expect(new Set(signals).size).toBe(1);
    expect(signals[0]).toBeInstanceOf(AbortSignal);
    expect(signals[0]?.aborted).toBe(false);
  });
});

describe('a webhook that nobody vouches for', () => {
  const right = sign(Buffer.from(BODY), SECRET);

  it.each<[string, Record<string, string> | null]>([
    ['no headers at all, as from the console', null],
    ['no signature', {}],
    ['an empty signature', { 'Smile-Signature': '' }],
    ['a signature that is no hex', { 'Smile-Signature': `${right.slice(1)}g` }],
    ['a signature that is cut off', { 'Smile-Signature': right.slice(0, 64) }],
    ['the signature of another body', { 'Smile-Signature': sign(Buffer.from('{}'), SECRET) }],
    ['the signature of another secret', { 'Smile-Signature': sign(Buffer.from(BODY), 'x') }],
    ['its signature under another name', { 'X-Smile-Signature': right }],
  ])('gets the same 401 for %s, and nothing is kept', async (_, headers) => {
    const { post, sent, bodies } = bench();

    const answer = await post({
      body: BODY,
      isBase64Encoded: false,
      headers: headers as Record<string, string>,
    });

    expect(answer).toEqual(REFUSED);
    expect(sent).toEqual([]);
    expect(bodies.size).toBe(0);
  });

  it('puts nothing into the bucket, however large it is', async () => {
    const { post, calls } = bench();

    await post({ body: LARGE_BODY, isBase64Encoded: false, headers: {} });

    expect(calls).not.toContain('put');
    expect(calls).not.toContain('send');
  });

  it('is refused when a single byte was changed on the way', async () => {
    const { post, sent } = bench();

    const answer = await post({ ...signed(BODY), body: BODY.replace('tenant-1', 'tenant-2') });

    expect(answer).toEqual(REFUSED);
    expect(sent).toEqual([]);
  });
});

describe('a webhook that cannot be stored', () => {
  it('gets 503 when the queue does not take it', async () => {
    const { post, faults } = bench();
    faults.send = new Error('throttled');

    const answer = await post(signed(BODY));

    expect(answer).toEqual(NOT_STORED);
  });

  it('gets 503 when the bucket does not take its body, and no message refers to nothing', async () => {
    const { post, faults, sent } = bench();
    faults.put = new Error('slow down');

    const answer = await post(signed(LARGE_BODY));

    expect(answer).toEqual(NOT_STORED);
    expect(sent).toEqual([]);
  });

  it('gets 503 when something is thrown that is no error', async () => {
    const { post, faults } = bench();
    faults.send = 'a string';

    const answer = await post(signed(BODY));

    expect(answer).toEqual(NOT_STORED);
  });

  it('gets 503 and is counted once, as received and as not stored', async () => {
    const { post, faults, records } = bench();
    faults.send = new Error('throttled');

    await post(signed(BODY));

    expect(records.measured).toEqual([{ values: { Received: 1, NotStored: 1 }, dimensions: {} }]);
  });
});

describe('a secret that cannot be had', () => {
  it.each<[string, () => string | undefined]>([
    ['is missing', () => undefined],
    ['is no JSON', () => SECRET],
    ['is JSON of another shape', () => JSON.stringify({ secret: SECRET })],
    ['is empty', () => JSON.stringify({ current: '' })],
  ])('leads to 503 and never to 401 when it %s', async (_, stored) => {
    const { post, sent, records } = bench(stored);
    const unsigned = { body: BODY, isBase64Encoded: false, headers: {} };

    const answers = [await post(signed(BODY)), await post(signed(BODY, 'x')), await post(unsigned)];

    expect(answers).toEqual([NOT_STORED, NOT_STORED, NOT_STORED]);
    expect(sent).toEqual([]);
    expect(records.measured[0]?.values).toEqual({ Received: 1, NotStored: 1, SecretUnreadable: 1 });
  });

  it('leads to 503 and never to 401 when Secrets Manager does not answer', async () => {
    const { post, faults, records } = bench();
    faults.read = new Error('timeout');

    const answers = [await post(signed(BODY)), await post(signed(BODY, 'x'))];

    expect(answers).toEqual([NOT_STORED, NOT_STORED]);
    expect(records.measured[0]?.values.SecretUnreadable).toBe(1);
  });

  it('is asked for again by a webhook that comes a second later', async () => {
    const { post, faults, clock } = bench();
    faults.read = new Error('timeout');
    await post(signed(BODY));
    delete faults.read;
    clock.now += 1000;

    const answer = await post(signed(BODY));

    expect(answer).toEqual(STORED);
  });
});

describe('a known-good secret that cannot be read again', () => {
  it('still stores what it signed, and answers a mismatch with 503, since it may have changed', async () => {
    const { post, faults, clock } = bench();
    await post(signed(BODY));
    faults.read = new Error('throttled');
    clock.now += 5 * 60_000;

    const answers = [await post(signed(BODY)), await post(signed(BODY, 'x'))];

    expect(answers).toEqual([STORED, NOT_STORED]);
  });

  it('still refuses what is not a signature at all with 401', async () => {
    const { post, faults, clock } = bench();
    await post(signed(BODY));
    faults.read = new Error('throttled');
    clock.now += 5 * 60_000;

    const answer = await post({ body: BODY, isBase64Encoded: false, headers: {} });

    expect(answer).toEqual(REFUSED);
  });

  it('is not used when access to it was taken away: then everything gets 503', async () => {
    const { post, faults, clock } = bench();
    await post(signed(BODY));
    faults.read = Object.assign(new Error('denied'), { name: 'AccessDeniedException' });
    clock.now += 5 * 60_000;

    const answer = await post(signed(BODY));

    expect(answer).toEqual(NOT_STORED);
  });
});

describe('a rotated secret', () => {
  it('is in force with the first webhook that it signed, once 30 seconds have passed', async () => {
    const secret = { current: SECRET };
    const { post, clock } = bench(() => JSON.stringify(secret));
    await post(signed(BODY));
    secret.current = 'the next secret';
    clock.now += 30_000;

    const answer = await post(signed(BODY, 'the next secret'));

    expect(answer).toEqual(STORED);
  });

  it('leaves the previous one in force beside it, and its line says which one has signed', async () => {
    const both = { current: 'the next secret', previous: SECRET };
    const { post, records } = bench(() => JSON.stringify(both));

    const answers = [await post(signed(BODY)), await post(signed(BODY, 'the next secret'))];

    expect(answers).toEqual([STORED, STORED]);
    expect(records.lines.map(({ fields }) => fields.secret)).toEqual(['previous', undefined]);
  });

  it('is looked for at most once in 30 seconds, however many forgeries come', async () => {
    const { post, calls, clock } = bench();
    await post(signed(BODY));
    calls.length = 0;

    for (let second = 1; second <= 60; second += 1) {
      clock.now += 1000;
      await post(signed(BODY, 'a forger'));
    }

    expect(calls).toEqual(['read', 'read']);
  });

  it('is looked for no more often while Secrets Manager does not answer', async () => {
    const { post, calls, clock, faults } = bench();
    await post(signed(BODY));
    faults.read = new Error('throttled');
    clock.now += 30_000;
    calls.length = 0;

    for (let second = 1; second <= 25; second += 1) {
      clock.now += 1000;
      await post(signed(BODY, 'a forger'));
    }

    expect(calls).toEqual(['read']);
  });

  it('is not looked for when the signature is no signature at all', async () => {
    const { post, calls, clock } = bench();
    await post(signed(BODY));
    clock.now += 60_000;
    calls.length = 0;

    await post({ body: BODY, isBase64Encoded: false, headers: { 'Smile-Signature': 'x' } });

    expect(calls).toEqual([]);
  });
});
