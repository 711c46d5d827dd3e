import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { HttpRequest } from '@smithy/core/protocols';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { objectRequest, sign } from '../../../lambdas/aws/s3-request.ts';

/** The endpoints that an environment may name. */
const ENDPOINTS = [
  'AWS_ENDPOINT_URL_S3',
  'AWS_ENDPOINT_URL',
  'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS',
];

beforeEach(() => {
  for (const name of ENDPOINTS) vi.stubEnv(name, undefined);
});
afterEach(() => vi.unstubAllEnvs());

/** AWS documentation, "Signature calculations for the Authorization header", the example for S3. */
const AWS_EXAMPLE = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  region: 'us-east-1',
  at: new Date('2013-05-24T00:00:00Z'),
};

describe('sign', () => {
  it("gives AWS's own example signature for a GET", async () => {
    const request = new HttpRequest({
      method: 'GET',
      hostname: 'examplebucket.s3.amazonaws.com',
      path: '/test.txt',
      headers: {
        host: 'examplebucket.s3.amazonaws.com',
        range: 'bytes=0-9',
        'x-amz-content-sha256': 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
      },
    });

    const { headers } = await sign(request, AWS_EXAMPLE);

    expect(headers.authorization).toContain(
      'Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
    );
  });

  it("sends a role's session token along", async () => {
    const request = new HttpRequest({ hostname: 'x', headers: { host: 'x' } });

    const { headers } = await sign(request, { ...AWS_EXAMPLE, sessionToken: 'token' });

    expect(headers['x-amz-security-token']).toBe('token');
    expect(headers.authorization).toContain('x-amz-security-token');
  });
});

describe('objectRequest', () => {
  it("goes to the bucket's own host in its region, over TLS", () => {
    vi.stubEnv('AWS_REGION', 'ap-southeast-1');

    const request = objectRequest('PUT', 'some-bucket', 'bodies/abc', Buffer.from('hello'));

    expect(request).toMatchObject({
      method: 'PUT',
      protocol: 'https:',
      hostname: 'some-bucket.s3.ap-southeast-1.amazonaws.com',
      path: '/bodies/abc',
      headers: {
        host: 'some-bucket.s3.ap-southeast-1.amazonaws.com',
        'content-length': '5',
        'x-amz-content-sha256': '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824',
      },
    });
  });

  it('goes to another endpoint when the environment names one, the bucket in the path', () => {
    vi.stubEnv('AWS_ENDPOINT_URL_S3', 'http://127.0.0.1:4566');

    const request = objectRequest('GET', 'some-bucket', 'bodies/abc');

    expect(request).toMatchObject({
      protocol: 'http:',
      hostname: '127.0.0.1',
      port: 4566,
      path: '/some-bucket/bodies/abc',
      headers: { host: '127.0.0.1:4566' },
    });
  });

  it.each([
    ['eu-west-1', 'amazonaws.com'],
    ['us-gov-west-1', 'amazonaws.com'],
    ['cn-north-1', 'amazonaws.com.cn'],
    ['eusc-de-east-1', 'amazonaws.eu'],
    ['us-iso-east-1', 'c2s.ic.gov'],
    ['us-isob-east-1', 'sc2s.sgov.gov'],
    ['eu-isoe-west-1', 'cloud.adc-e.uk'],
    ['us-isof-south-1', 'csp.hci.ic.gov'],
    ['xx-nowhere-9', 'amazonaws.com'],
  ])('goes to the domain of its partition in %s', (region, domain) => {
    vi.stubEnv('AWS_REGION', region);

    const { hostname } = objectRequest('GET', 'some-bucket', 'bodies/abc');

    expect(hostname).toBe(`some-bucket.s3.${region}.${domain}`);
  });

  it.each([
    [{ AWS_ENDPOINT_URL: 'http://all:1' }, 'all'],
    [{ AWS_ENDPOINT_URL: 'http://all:1', AWS_ENDPOINT_URL_S3: 'http://own:1/' }, 'own'],
    [{ AWS_ENDPOINT_URL: 'http://all:1', AWS_ENDPOINT_URL_S3: '' }, 'all'],
    [{ AWS_ENDPOINT_URL: 'http://all:1', AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'false' }, 'all'],
    [
      { AWS_ENDPOINT_URL_S3: 'http://own:1', AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' },
      'some-bucket.s3.eu-west-1.amazonaws.com',
    ],
    [{}, 'some-bucket.s3.eu-west-1.amazonaws.com'],
  ])('goes where the SDK would go with %j', async (environment, host) => {
    vi.stubEnv('AWS_REGION', 'eu-west-1');
    for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);

    const { hostname, path } = objectRequest('GET', 'some-bucket', 'bodies/abc');

    expect(hostname).toBe(host);
    expect(path).toBe(host.startsWith('some-') ? '/bodies/abc' : '/some-bucket/bodies/abc');
    expect(await hostOfSdk()).toBe(host);
  });
});

/** Where the SDK's own S3 client sends the same request. */
async function hostOfSdk(): Promise<string> {
  const credentials = { accessKeyId: 'key', secretAccessKey: 'secret' };
  const sdk = new S3Client({ region: 'eu-west-1', credentials, forcePathStyle: false });
  let host = '';
  sdk.middlewareStack.add(
    () => async (args) => {
      host = (args.request as HttpRequest).hostname.replace(/^some-bucket\.(?!s3)/, '');
      throw new Error('far enough');
    },
    { step: 'finalizeRequest', priority: 'low' },
  );
  await sdk.send(new GetObjectCommand({ Bucket: 'some-bucket', Key: 'k' })).catch(() => {});
  return host;
}
