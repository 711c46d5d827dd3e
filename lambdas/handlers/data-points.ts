import type { EventHandler } from '../dispatch/handler.ts';

/** The identity of an account is there to fetch. */
export const identityAdded: EventHandler<'IDENTITY_ADDED'> = async (_event, { announce }) => {
  await announce();
};

/** The rating of an account is there to fetch. */
export const ratingAdded: EventHandler<'RATING_ADDED'> = async (_event, { announce }) => {
  await announce();
};

/** Transactions of an account are there to fetch. */
export const transactionsAdded: EventHandler<'TRANSACTIONS_ADDED'> = async (
  _event,
  { announce },
) => {
  await announce();
};

/** Documents of an account are there to fetch. */
export const documentsAdded: EventHandler<'DOCUMENTS_ADDED'> = async (_event, { announce }) => {
  await announce();
};

/** Documents of an account changed. Deprecated at Smile, still sent. */
export const documentsUpdated: EventHandler<'DOCUMENTS_UPDATED'> = async (_event, { announce }) => {
  await announce();
};

/** Employments of an account are there to fetch. */
export const employmentsAdded: EventHandler<'EMPLOYMENTS_ADDED'> = async (_event, { announce }) => {
  await announce();
};

/** Employments of an account changed. Deprecated at Smile, still sent. */
export const employmentsUpdated: EventHandler<'EMPLOYMENTS_UPDATED'> = async (
  _event,
  { announce },
) => {
  await announce();
};

/** Incomes of an account are there to fetch. */
export const incomesAdded: EventHandler<'INCOMES_ADDED'> = async (_event, { announce }) => {
  await announce();
};

/** Incomes of an account changed. Deprecated at Smile, still sent. */
export const incomesUpdated: EventHandler<'INCOMES_UPDATED'> = async (_event, { announce }) => {
  await announce();
};

/** Contributions of an account are there to fetch. */
export const contributionsAdded: EventHandler<'CONTRIBUTIONS_ADDED'> = async (
  _event,
  { announce },
) => {
  await announce();
};

/** Contributions of an account changed. Deprecated at Smile, still sent. */
export const contributionsUpdated: EventHandler<'CONTRIBUTIONS_UPDATED'> = async (
  _event,
  { announce },
) => {
  await announce();
};

/** Estimated incomes of an account are there to fetch. */
export const eincomesAdded: EventHandler<'EINCOMES_ADDED'> = async (_event, { announce }) => {
  await announce();
};

/** Estimated incomes of an account changed. Deprecated at Smile, still sent. */
export const eincomesUpdated: EventHandler<'EINCOMES_UPDATED'> = async (_event, { announce }) => {
  await announce();
};

/** Liabilities of an account are there to fetch. */
export const liabilitiesAdded: EventHandler<'LIABILITIES_ADDED'> = async (_event, { announce }) => {
  await announce();
};

/** Liabilities of an account changed. Deprecated at Smile, still sent. */
export const liabilitiesUpdated: EventHandler<'LIABILITIES_UPDATED'> = async (
  _event,
  { announce },
) => {
  await announce();
};

/** The insight of an account is there to fetch. */
export const insightAdded: EventHandler<'INSIGHT_ADDED'> = async (_event, { announce }) => {
  await announce();
};

/** The result of the multiple-application check of an account is there to fetch. */
export const linkAdded: EventHandler<'LINK_ADDED'> = async (_event, { announce }) => {
  await announce();
};
