import { type Stack, Token } from 'aws-cdk-lib';
import { ConfigurationInvalid } from './configuration/configuration-invalid.ts';

/** An account and a region of AWS. Undefined: any, or not known yet. */
export interface Place {
  readonly account?: string | undefined;
  readonly region?: string | undefined;
}

/**
 * Where the CDK's command line deploys to, as far as it has said. Without credentials it names a region all
 * the same, `us-east-1` if none is set: then nothing is deployed, and nothing is known.
 */
export function deploymentPlace(): Place {
  const { CDK_DEFAULT_ACCOUNT: account, CDK_DEFAULT_REGION: region } = process.env;
  return account ? { account, region } : {};
}

/** Where a stack goes: to its own account and region, else to those of the deployment. */
export function placeOf({ account, region }: Stack): Place {
  const deployment = deploymentPlace();
  return {
    account: Token.isUnresolved(account) ? deployment.account : account,
    region: Token.isUnresolved(region) ? deployment.region : region,
  };
}

/**
 * A stage that names its account or its region must not get into another one: its webhook URL, its secret and
 * its data would be there.
 *
 * @param where the stage is written down, for the sentence
 * @throws ConfigurationInvalid
 */
export function checkPlace(where: string, pinned: Place, actual: Place): void {
  const { account, region } = pinned;
  if (account !== undefined && actual.account !== undefined && account !== actual.account) {
    throw new ConfigurationInvalid(
      `${where}: the key account is "${account}", but this deployment goes to account ${actual.account}. Sign in to ${account}, for instance with AWS_PROFILE, or change the key.`,
    );
  }
  if (region !== undefined && actual.region !== undefined && region !== actual.region) {
    throw new ConfigurationInvalid(
      `${where}: the key region is "${region}", but this deployment goes to ${actual.region}. Set AWS_REGION=${region}, or change the key.`,
    );
  }
}
