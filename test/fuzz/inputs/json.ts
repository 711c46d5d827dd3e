import * as fc from 'fast-check';

/** What no text in a body may ever become: a log field, a metric, an error, an attribute. */
export const CANARY = 'Canary of Names 0917-123-4567';

/** Members by which careless code changes the prototype of an object, or calls what it should not. */
const PROTOTYPE_KEYS = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'toJSON',
  'then',
  'length',
];

const surrogates = fc
  .array(fc.integer({ min: 0xd700, max: 0xffff }), { minLength: 1, maxLength: 4 })
  .map((units) => String.fromCharCode(...units));

/** Any text: of bytes, of whole characters, of halves of them, of non-characters. */
export const anyText = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  surrogates,
  fc.constantFrom('', ' ', '\u0000', '\ufeff', '\uffff', 'null', '[object Object]'),
);

const anyNumber = fc.oneof(
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(-0, 1e308, -1e-308, 2 ** 53 + 2, -(2 ** 63), 0.1),
);

const anyScalar = fc.oneof(fc.constantFrom(null, true, false), anyNumber, anyText);

const anyKey = fc.oneof(
  fc.constantFrom('userId', 'accountId', 'id', 'session', 'payload', 'status', 'count', 'items'),
  fc.constantFrom(...PROTOTYPE_KEYS),
  anyText,
);

/** Any value that JSON can carry, prototype keys as members of its own included. */
export const { value: anyJson } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', maxDepth: 4 },
    anyScalar,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.array(fc.tuple(anyKey, tie('value')), { maxLength: 4 }).map(Object.fromEntries),
    fc.constant({ length: { toString: '' } }),
  ),
}));

/** JSON texts that stand for themselves: far deeper or longer than anybody sends. */
export const EXTREMES: readonly string[] = [
  `${'['.repeat(2000)}${']'.repeat(2000)}`,
  `${'{"a":'.repeat(2000)}1${'}'.repeat(2000)}`,
  `"${'x'.repeat(20_000)}"`,
  `[${'0,'.repeat(5000)}0]`,
  `1${'0'.repeat(400)}`,
  `"${'\\ud800'.repeat(300)}"`,
];
