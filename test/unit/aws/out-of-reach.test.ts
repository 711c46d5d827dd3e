import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Arrival } from '../../../lambdas/ledger/ledger-row.ts';
import { toTicket } from '../../../lambdas/message/ticket.ts';
import { announcementOf } from '../../../lambdas/worker/announce.ts';
import { connected } from '../worker/rig.ts';

const SIGNAL = AbortSignal.timeout(10_000);
const ARRIVAL: Arrival = {
  eventId: 'et-1',
  subject: 'u-1',
  receivedAt: '2026-01-02T03:04:05.000Z',
  origin: 'webhook',
  bodySha256: '',
  messageId: 'message-1',
  receives: 1,
};
const LEASE = {
  eventId: 'et-1',
  id: 'lease-1',
  attempt: 1,
  receivedAt: ARRIVAL.receivedAt,
  startedAt: '2026-01-02T03:04:05.000Z',
  past: {},
  content: { body: '{}' },
};

// The real clients without credentials: they give up before they open a connection.
beforeAll(() => {
  vi.stubEnv('AWS_REGION', 'eu-west-1');
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
  vi.stubEnv('AWS_CONFIG_FILE', '/nowhere');
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/nowhere');
  for (const name of [
    'AWS_ACCESS_KEY_ID',
    'AWS_SECRET_ACCESS_KEY',
    'AWS_PROFILE',
    'AWS_WEB_IDENTITY_TOKEN_FILE',
    'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
    'AWS_CONTAINER_CREDENTIALS_FULL_URI',
  ]) {
    vi.stubEnv(name, undefined);
  }
});

afterAll(() => {
  vi.unstubAllEnvs();
});

/** The worker's neighbours as they are deployed. */
async function deployed() {
  const { ledgerTable } = await import('../../../lambdas/ledger/ledger.ts');
  const { stateTable } = await import('../../../lambdas/state/state-store.ts');
  const { bucketBodies } = await import('../../../lambdas/message/body-store.ts');
  const { deadLetterQueue } = await import('../../../lambdas/worker/dead-letters.ts');
  const { announceOn } = await import('../../../lambdas/worker/announce.ts');
  return {
    ledger: ledgerTable('ledger', 180, 90, 'v1'),
    states: stateTable('state'),
    bodies: bucketBodies('bodies'),
    deadLetters: deadLetterQueue('https://sqs.eu-west-1.amazonaws.com/000000000000/dead.fifo'),
    announce: announceOn('smile-test'),
  };
}
type Deployed = Awaited<ReturnType<typeof deployed>>;

const CALLS: [string, (parts: Deployed) => Promise<unknown>][] = [
  ['beginning', ({ ledger }) => ledger.begin(ARRIVAL, 5)],
  ['finishing', ({ ledger }) => ledger.finish(LEASE, { outcome: 'APPLIED' })],
  ['quarantining', ({ ledger }) => ledger.quarantine(ARRIVAL, 'id')],
  ['reading state', ({ states }) => states.read({ pk: 'USER#u-1', sk: 'PROFILE' })],
  ['writing state', ({ states }) => states.write({ pk: 'USER#u-1', sk: 'PROFILE', version: 0 })],
  ['reading a body', ({ bodies }) => bodies.get('bodies/0', SIGNAL)],
  [
    'sending a dead letter',
    ({ deadLetters }) =>
      deadLetters.send(toTicket({ eventId: 'et-1', eventType: 'X', reason: 'x' }, 'message-1')),
  ],
  [
    'announcing',
    ({ announce }) => announce(announcementOf(connected(), undefined, 'APPLIED'), SIGNAL),
  ],
];

describe('with AWS out of reach', () => {
  it.each(CALLS)('%s is a fault of AWS, and spends no attempt', async (_, call) => {
    await expect(call(await deployed())).rejects.toMatchObject({ name: 'AwsFault' });
  });
});
