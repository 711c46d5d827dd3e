import { expect, it } from 'vitest';
import { isIn, marked, newCanary } from '../../conformance/canary.ts';
import { EVENT_TYPES } from '../../lambdas/smile/events.ts';

const canary = newCanary();

/** The paths of all values that hold no others and no canary; entries of lists count as their list. */
function bareIn(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null) return isIn(value, canary) ? [] : [path];
  const inner = Object.entries(value).map(([name, entry]) =>
    bareIn(entry, Array.isArray(value) ? path : `${path}.${name}`),
  );
  return inner.flat();
}

const withoutBooleans = (_name: string, value: unknown) =>
  typeof value === 'boolean' ? undefined : value;

it('the canary is everywhere but in what may be told, and in booleans', () => {
  const bare = EVENT_TYPES.flatMap((type) =>
    bareIn(JSON.parse(JSON.stringify(marked(type, canary), withoutBooleans))),
  );

  expect([...new Set(bare)].toSorted()).toEqual([
    '.createdAt',
    '.data.accountId',
    '.data.archiveId',
    '.data.count',
    '.data.datapoints',
    '.data.errorCode',
    '.data.id',
    '.data.identityId',
    '.data.inviteId',
    '.data.monitorStatus',
    '.data.providers',
    '.data.ratingId',
    '.data.recordId',
    '.data.recordType',
    '.data.resultCode',
    '.data.session.channel',
    '.data.session.channelId',
    '.data.session.status',
    '.data.session.userId',
    '.data.sourceId',
    '.data.sourceType',
    '.data.status',
    '.data.taskType',
    '.data.updatedAt',
    '.data.updatedFrom',
    '.data.updatedIds',
    '.data.updatedTo',
    '.data.userId',
    '.data.verificationId',
    '.id',
    '.type',
    '.version',
  ]);
});

it('the canary is found in texts and in JSON, by its word and by its number', () => {
  const { word, amount } = canary;

  const found = [`a ${word}`, `${amount}`, { deep: [word] }, { [word]: 1 }, [amount]];
  const absent = ['canary', '7', {}, [], undefined];

  expect(found.map((seen) => isIn(seen, canary))).toEqual(found.map(() => true));
  expect(absent.map((seen) => isIn(seen, canary))).toEqual(absent.map(() => false));
  expect(Number.isSafeInteger(amount)).toBe(true);
});
