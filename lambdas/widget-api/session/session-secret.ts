import { rotatingForm } from '../../secret/rotating-secret.ts';
import { MIN_SECRET } from './session-limits.ts';

/**
 * What the customer's backend signs sessions with, as it is in Secrets Manager. A short one could be found
 * by trying, from a single session. Smile's limit of 64 characters is none of it: Smile never has it.
 */
export const SESSION_SECRET = rotatingForm({ least: MIN_SECRET });
