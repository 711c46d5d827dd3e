import type { UserLimit } from '../limits/user-limit.ts';
import { SecretUnreadable } from '../../secret/secret-unreadable.ts';
import { SmileApiError } from '../../smile/rest/smile-api-error.ts';
import { describeError } from '../../telemetry/describe-error.ts';
import type { Log } from '../../telemetry/log.ts';
import type { Measure } from '../../telemetry/metrics.ts';
import { answer } from '../answer.ts';
import type { ApiRefusal } from '../api-refusal.ts';
import { createWidgetFunction, type WidgetApiParts } from '../widget-function.ts';
import { mint, type SmileAccess } from './mint.ts';
import { notConfigured, refusalOf, tooManyLinkTokens } from './refusals.ts';

/** What the function needs of the world. */
export interface LinkTokenParts extends Omit<WidgetApiParts, 'onRefusal'>, SmileAccess {
  readonly limit: UserLimit;
  readonly measure: Measure;
}

/**
 * Gives a page the token that it opens the Wink Widget with, for its session's user and nobody else. The
 * API key stays here.
 */
export function createLinkToken(deployed: LinkTokenParts) {
  const { limit, measure } = deployed;
  const onRefusal = (refusal: ApiRefusal) => countRefusal(refusal, measure);

  return createWidgetFunction({ ...deployed, onRefusal }, async ({ userId, signal, log }) => {
    const { retryAfterSeconds } = await limit(userId, signal);
    if (retryAfterSeconds !== undefined) throw tooManyLinkTokens(retryAfterSeconds);
    const { accessToken, expiresAt } = await mint(userId, deployed, signal).catch(
      (error: unknown) => {
        throw explain(error, log);
      },
    );

    log.info('link token minted', { expiresAt });
    measure({ LinkTokens: 1 });
    return answer(200, { accessToken, expiresAt });
  });
}

/**
 * Secrets Manager that is away or denies access is no matter of Smile's: the page tries again as after any
 * fault of AWS.
 */
function explain(error: unknown, log: Log): unknown {
  if (error instanceof SmileApiError) {
    const { kind, status, requestId } = error;
    const { code } = describeError(error);
    log.warn('no link token by Smile', { kind, status, code, smileRequestId: requestId });
    return refusalOf(error);
  }
  const isMisconfigured =
    error instanceof SecretUnreadable && (error.code === 'missing' || error.code === 'malformed');
  return isMisconfigured ? notConfigured(error) : error;
}

function countRefusal({ code, cause }: ApiRefusal, measure: Measure): void {
  const isKeyRefused = cause instanceof SmileApiError && cause.kind === 'refused';
  if (isKeyRefused || code === 'not-configured') measure({ SmileRefused: 1 });
  measure({ LinkTokenFailures: 1 }, { reason: code });
}
