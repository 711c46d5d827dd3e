import { ApiRefusal } from './api-refusal.ts';
import type { WidgetRequest } from './widget-request.ts';

/**
 * Refuses pages that are not the customer's own; throws {@link ApiRefusal}. CORS alone would only keep
 * the answer from them, when the request has long been carried out. Who sends no `Origin` is no foreign
 * page: browsers always send it across origins (Fetch standard, `Origin` header).
 */
export function checkOrigin({ headers }: WidgetRequest, allowed: readonly string[]): void {
  const { origin } = headers;
  if (origin === undefined || allowed.includes(origin)) return;
  throw new ApiRefusal(
    403,
    'origin-not-allowed',
    'Pages of this origin may not call. Add it to widget.origins in infra/stages.ts and deploy.',
  );
}
