/**
 * Stands in for `@aws-sdk/credential-provider-node` inside a bundle. Lambda puts the role's credentials
 * into the environment and starts a new one when they change; files, SSO, processes and metadata
 * services are no place to look there, and looking costs 10 ms and 130 KB at every cold start.
 */
export interface EnvironmentCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** The bundle runs outside Lambda, or somebody emptied the function's environment. */
export class CredentialsMissing extends Error {
  override readonly name = 'CredentialsMissing';
  readonly code = 'credentials-missing';
  constructor() {
    super(
      'Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; bundled code reads credentials only there.',
    );
  }
}

/** The SDK's default provider; throws {@link CredentialsMissing}. */
export const defaultProvider = () => async (): Promise<EnvironmentCredentials> => {
  const {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
  } = process.env;
  if (!accessKeyId || !secretAccessKey) throw new CredentialsMissing();
  return { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) };
};
