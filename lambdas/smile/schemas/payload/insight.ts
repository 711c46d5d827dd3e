import * as z from 'zod/mini';
import { lenient, text } from '../field.ts';
import { features } from './insight-features.ts';

/** What Smile computes from the other data points, up to `cutoffTime` (Smile OpenAPI 1.14.0). */
export const insight = z.looseObject({
  id: text,
  cutoffTime: text,
  features: lenient(features),
});
export type Insight = z.output<typeof insight>;
