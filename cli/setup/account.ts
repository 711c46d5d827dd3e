import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { askAws, checkIdentity } from '../../operations/ask-aws.ts';
import type { DoStep } from './steps.ts';

/** Says in whose name, and where, everything that follows is done. */
export const account: DoStep = async (stage) => {
  const sts = new STSClient({});
  await checkIdentity(sts);
  const { Account = '', Arn = '' } = await askAws({
    action: 'sts:GetCallerIdentity',
    on: 'yourself',
    ask: () => sts.send(new GetCallerIdentityCommand({})),
  });
  const who = Arn.split(':').slice(5).join(':');
  return { says: `${stage} · ${Account} · ${await sts.config.region()} · ${who}` };
};
