import { createHash } from 'node:crypto';
import { HttpRequest } from '@smithy/core/protocols';
import { Hash } from '@smithy/core/serde';
import { SignatureV4 } from '@smithy/signature-v4';
import { required } from './environment.ts';
import { objectUrl } from './s3-endpoint.ts';

/** Whose request it is and when it is made. */
export interface Signing {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly region: string;
  /** Default: now. */
  readonly at?: Date;
}

/** A request for one object, not signed yet. */
export function objectRequest(
  method: 'GET' | 'PUT',
  bucket: string,
  key: string,
  body?: Uint8Array,
): HttpRequest {
  const { protocol, hostname, port, host, pathname } = objectUrl(bucket, key);
  return new HttpRequest({
    method,
    protocol,
    hostname,
    ...(port ? { port: Number(port) } : {}),
    path: pathname,
    headers: {
      host,
      'x-amz-content-sha256': createHash('sha256')
        .update(body ?? '')
        .digest('hex'),
      ...(body ? contentHeaders(body) : {}),
    },
    body,
  });
}

function contentHeaders(body: Uint8Array) {
  return {
    'content-type': 'application/octet-stream',
    'content-length': String(body.byteLength),
  };
}

/** Signs a request for S3 with AWS's own signer (AWS Signature Version 4). */
export async function sign(
  request: HttpRequest,
  { region, at, ...credentials }: Signing,
): Promise<HttpRequest> {
  const signer = new SignatureV4({
    service: 's3',
    region,
    credentials,
    sha256: Hash.bind(null, 'sha256'),
    // S3 is the one service whose paths are not encoded a second time.
    uriEscapePath: false,
  });
  const signed = await signer.sign(request, at ? { signingDate: at } : {});
  return new HttpRequest(signed);
}

/** The role's credentials and region, which Lambda puts into the environment. */
export function ownSigning(): Signing {
  const sessionToken = process.env.AWS_SESSION_TOKEN;
  return {
    accessKeyId: required('AWS_ACCESS_KEY_ID'),
    secretAccessKey: required('AWS_SECRET_ACCESS_KEY'),
    region: required('AWS_REGION'),
    ...(sessionToken ? { sessionToken } : {}),
  };
}
