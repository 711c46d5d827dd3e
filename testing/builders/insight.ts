import { INSIGHT_MISSING } from '../../lambdas/smile/constants.ts';
import {
  features,
  type InsightFeatures,
} from '../../lambdas/smile/schemas/payload/insight-features.ts';
import { dateTime } from './dates.ts';
import { newId } from './ids.ts';

export function insight() {
  const names = Object.keys(features.shape);
  return {
    id: newId('insight'),
    cutoffTime: dateTime(),
    features: Object.fromEntries(names.map((name) => [name, valueOf(name)])) as InsightFeatures,
  };
}

/** Plausible by kind; the Multiple Application Warning is not subscribed to, as for most tenants. */
function valueOf(name: string): number | string {
  if (name === 'employments_current_status') return 'Regular';
  if (name === 'identity_age') return 31;
  if (name.startsWith('link_')) return INSIGHT_MISSING;
  if (name.endsWith('_std')) return 412.35;
  if (name.includes('amount')) return 16_480.5;
  return 4;
}
