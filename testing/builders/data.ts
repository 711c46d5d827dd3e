import { account } from './account.ts';
import { dateTime } from './dates.ts';
import { newId } from './ids.ts';

export function identityAdded() {
  return { ...account(), identityId: newId('i') };
}

export function ratingAdded() {
  return { ...account(), ratingId: newId('r') };
}

export function itemsAdded() {
  return { ...account(), count: 3 };
}

export function insightAdded() {
  return { ...account(), id: newId('insight') };
}

export function linkAdded() {
  return { ...account(), id: newId('link') };
}

export function periodUpdated() {
  return {
    ...itemsAdded(),
    updatedFrom: dateTime(31),
    updatedTo: dateTime(1),
    updatedAt: dateTime(),
  };
}

/** @param prefix of the ids of the items, such as `d` for documents */
export function itemsUpdated(prefix: string) {
  const updatedIds = [newId(prefix), newId(prefix)];
  return { ...account(), updatedIds, count: updatedIds.length, updatedAt: dateTime() };
}
