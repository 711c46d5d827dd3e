import type { SmileEvent } from '../../smile/events.ts';
import { defined, type Fact, RANK } from '../fact.ts';
import { accountOf } from '../things.ts';

/**
 * Data that arrived for an account, under Smile's name of the data point: a count for lists, an id to
 * fetch by for single objects. Each is an occurrence: two of a kind are two deliveries of data. The six `*_UPDATED` types are deprecated at Smile and still sent.
 */
export const dataPointFacts = {
  IDENTITY_ADDED: ({ data }: SmileEvent<'IDENTITY_ADDED'>) =>
    added('IDENTITIES', data, { objectId: data.identityId }),
  RATING_ADDED: ({ data }: SmileEvent<'RATING_ADDED'>) =>
    added('RATINGS', data, { objectId: data.ratingId }),
  INSIGHT_ADDED: ({ data }: SmileEvent<'INSIGHT_ADDED'>) =>
    added('INSIGHTS', data, { objectId: data.id }),
  LINK_ADDED: ({ data }: SmileEvent<'LINK_ADDED'>) => added('LINK', data, { objectId: data.id }),

  TRANSACTIONS_ADDED: ({ data }: SmileEvent<'TRANSACTIONS_ADDED'>) =>
    added('TRANSACTIONS', data, { count: data.count }),
  DOCUMENTS_ADDED: ({ data }: SmileEvent<'DOCUMENTS_ADDED'>) =>
    added('DOCUMENTS', data, { count: data.count }),
  EMPLOYMENTS_ADDED: ({ data }: SmileEvent<'EMPLOYMENTS_ADDED'>) =>
    added('EMPLOYMENTS', data, { count: data.count }),
  INCOMES_ADDED: ({ data }: SmileEvent<'INCOMES_ADDED'>) =>
    added('INCOMES', data, { count: data.count }),
  CONTRIBUTIONS_ADDED: ({ data }: SmileEvent<'CONTRIBUTIONS_ADDED'>) =>
    added('CONTRIBUTIONS', data, { count: data.count }),
  LIABILITIES_ADDED: ({ data }: SmileEvent<'LIABILITIES_ADDED'>) =>
    added('LIABILITIES', data, { count: data.count }),
  EINCOMES_ADDED: ({ data }: SmileEvent<'EINCOMES_ADDED'>) =>
    added('EINCOMES', data, { count: data.count }),

  DOCUMENTS_UPDATED: ({ data }: SmileEvent<'DOCUMENTS_UPDATED'>) => updated('DOCUMENTS', data),
  EMPLOYMENTS_UPDATED: ({ data }: SmileEvent<'EMPLOYMENTS_UPDATED'>) =>
    updated('EMPLOYMENTS', data),
  LIABILITIES_UPDATED: ({ data }: SmileEvent<'LIABILITIES_UPDATED'>) =>
    updated('LIABILITIES', data),
  INCOMES_UPDATED: ({ data }: SmileEvent<'INCOMES_UPDATED'>) => updated('INCOMES', data),
  CONTRIBUTIONS_UPDATED: ({ data }: SmileEvent<'CONTRIBUTIONS_UPDATED'>) =>
    updated('CONTRIBUTIONS', data),
  EINCOMES_UPDATED: ({ data }: SmileEvent<'EINCOMES_UPDATED'>) => updated('EINCOMES', data),
};

interface OfAccount {
  userId: string;
  accountId: string;
}

interface Update extends OfAccount {
  count?: number | undefined;
  updatedFrom?: string | undefined;
  updatedTo?: string | undefined;
  updatedAt?: string | undefined;
}

function added(
  name: string,
  { userId, accountId }: OfAccount,
  what: { count?: number | undefined; objectId?: string | undefined },
): Fact {
  return {
    thing: accountOf(userId, accountId),
    kind: 'occurrence',
    rank: RANK.dataAdded,
    section: 'dataPoints',
    name,
    value: defined({ value: 'ADDED', count: storable(what.count), objectId: what.objectId }),
  };
}

function updated(name: string, { userId, accountId, ...update }: Update): Fact {
  const { updatedFrom, updatedTo, updatedAt } = update;
  const count = storable(update.count);
  return {
    thing: accountOf(userId, accountId),
    kind: 'occurrence',
    rank: RANK.dataUpdated,
    section: 'dataPoints',
    name,
    value: defined({ value: 'UPDATED', count, updatedFrom, updatedTo, updatedAt }),
  };
}

/** A count is a whole number that JavaScript holds exactly. Tables refuse some others, such as 1e-131. */
function storable(count: number | undefined): number | undefined {
  return Number.isSafeInteger(count) ? count : undefined;
}
