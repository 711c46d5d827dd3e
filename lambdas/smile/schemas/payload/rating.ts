import * as z from 'zod/mini';
import { number, text } from '../field.ts';

/** How clients rate a gig worker (Smile OpenAPI 1.14.0). `calculatedPercentage` is 0–100. */
export const rating = z.looseObject({
  id: text,
  currentRating: number,
  maxRating: number,
  calculatedPercentage: number,
  reviewsReceived: number,
  likesReceived: number,
  jobsCompleted: number,
});
export type Rating = z.output<typeof rating>;
