import { required } from '../../../lambdas/aws/environment.ts';

/** The partner did not do it. */
class PartnerFailed extends Error {
  override readonly name = 'PartnerFailed';
  readonly code: string;
  constructor(status: number) {
    super('The partner did not do what the handler asked for.');
    this.code = String(status);
  }
}

/**
 * All that the handlers of a fault run do: a call to the outside, over the same faulty wire as the calls to
 * AWS, and tried once. It is the effect that must not be lost, and not be had twice without need.
 */
export async function callPartner(eventId: string, signal: AbortSignal): Promise<void> {
  const answer = await fetch(required('PARTNER_URL'), {
    method: 'POST',
    headers: { 'x-amz-target': 'Partner.Book' },
    body: JSON.stringify({ eventId }),
    signal,
  });
  await answer.arrayBuffer();
  if (!answer.ok) throw new PartnerFailed(answer.status);
}
