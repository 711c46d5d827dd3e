/**
 * Calls what the page has given. What it throws is thrown again on its own, where it disturbs nobody and
 * the page's error tracking sees it, as it sees a rejected promise by itself.
 */
export function callPage<T>(handler: ((given: T) => unknown) | undefined, given: T): void {
  try {
    handler?.(given);
  } catch (error) {
    setTimeout(() => {
      throw error;
    });
  }
}
