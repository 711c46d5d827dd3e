import { MAX_SECRET } from '../smile/signature.ts';
import { rotatingForm } from './rotating-secret.ts';
import type { TextLimits } from './text-limits.ts';

/** A longer one cannot be registered at Smile, so Smile cannot sign with it. */
export const WEBHOOK_LIMITS: TextLimits = { most: MAX_SECRET };

/** What Smile signs its webhooks with, as it is in Secrets Manager. */
export const WEBHOOK_SECRET = rotatingForm(WEBHOOK_LIMITS);
