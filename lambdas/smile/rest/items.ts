import * as z from 'zod/mini';
import type { CallOptions, Operation, SmileApi } from './smile-api.ts';
import { SmileApiError } from './smile-api-error.ts';

/** The most that Smile puts on a page; without `size` it is 10 (Smile OpenAPI 1.14.0). */
const PAGE_SIZE = 150;

/**
 * All items of one of Smile's lists, page after page, as long as the caller wants more. A cursor belongs to the
 * filters of its page (Smile docs, API), so they are sent each time. Throws `SmileApiError`.
 *
 * @param options of each page: `budgetMs` is for one of them
 */
export async function* itemsOf<T extends z.ZodMiniType>(
  api: SmileApi,
  path: Operation<T>['path'],
  filters: Operation<T>['query'],
  item: T,
  options?: CallOptions,
): AsyncGenerator<z.output<T>, void, undefined> {
  const data = z.object({
    items: z.array(item),
    nextCursor: z.optional(z.nullable(z.string())),
  });
  let cursor: string | undefined;
  do {
    const query = { ...filters, size: PAGE_SIZE, cursor };
    const page = await api.send({ method: 'GET', path, query, data }, options);
    yield* page.items as z.output<T>[];
    const next = page.nextCursor || undefined;
    if (next !== undefined && next === cursor) {
      throw new SmileApiError({ kind: 'unexpected', code: 'cursor-not-new', status: 200 });
    }
    cursor = next;
  } while (cursor !== undefined);
}
