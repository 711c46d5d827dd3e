import { marshall } from '@aws-sdk/util-dynamodb';
import { describe, expect, it } from 'vitest';
import { sightingOf } from '../../faults/rig/sighting.ts';

const sighted = (operation: string, input: object) =>
  sightingOf(
    {
      method: 'POST',
      path: '/',
      target: `DynamoDB_20120810.${operation}`,
      body: Buffer.from(JSON.stringify(input)),
    },
    new Map(),
  );

const put = (item: object) => sighted('PutItem', { Item: marshall(item) });

const update = (values: object) =>
  sighted('UpdateItem', {
    Key: marshall({ eventId: 'et-1' }),
    ExpressionAttributeValues: marshall(values),
  });

describe('a write to the ledger', () => {
  it('that makes a row is a beginning, or keeps what nobody shall handle', () => {
    const eventId = 'sha256:00';
    const status = 'QUARANTINED';

    expect(put({ eventId, status: 'STARTED' })).toEqual({ step: 'begin', about: eventId });
    expect(put({ eventId, status, lastError: { code: 'not-json' } })).toEqual({
      step: 'quarantine',
      about: eventId,
    });
    expect(put({ eventId, status, lastError: { code: 'conflict' } })).toEqual({
      step: 'conflict',
      about: eventId,
    });
  });

  it('tells a failed attempt from one that is given back', () => {
    const about = 'et-1';

    expect(update({ ':status': 'FAILED' })).toEqual({ step: 'fail', about });
    expect(update({ ':status': 'FAILED', ':attempts': 0 })).toEqual({ step: 'give-back', about });
    expect(update({ ':status': 'STARTED', ':attempts': 2 })).toEqual({ step: 'begin', about });
  });
});
