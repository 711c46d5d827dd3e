import { partition } from '@aws-sdk/core/client';
import { required } from './environment.ts';

/**
 * Where an object is: in its bucket's own host, under the domain of the region's partition. An endpoint in
 * the environment takes its place, in the order of the SDK's clients: S3's own, then the one of all services.
 */
export function objectUrl(bucket: string, key: string): URL {
  const override = configuredEndpoint();
  if (override) return new URL(`${override.replace(/\/+$/, '')}/${bucket}/${key}`);
  const region = required('AWS_REGION');
  return new URL(`https://${bucket}.s3.${region}.${partition(region).dnsSuffix}/${key}`);
}

/** See AWS SDKs and Tools Reference Guide, Service-specific endpoints. */
function configuredEndpoint(): string | undefined {
  const {
    AWS_ENDPOINT_URL_S3: ofS3,
    AWS_ENDPOINT_URL: ofAll,
    AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: ignored,
  } = process.env;
  return ignored === 'true' ? undefined : ofS3 || ofAll;
}
