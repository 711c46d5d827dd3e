import { type Permission, permission } from './permission.ts';

/** A request for S3 with the bucket in its path. */
export interface ObjectRequest {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
}

/** What a method on an object needs; parts of an upload need what the whole needs. */
const ON_OBJECTS: Readonly<Record<string, string>> = {
  GET: 's3:GetObject',
  HEAD: 's3:GetObject',
  PUT: 's3:PutObject',
  POST: 's3:PutObject',
  DELETE: 's3:DeleteObject',
};

/** What a request needs (Amazon S3 user guide, Required permissions for Amazon S3 API operations). */
export function s3Permission({ method, url }: ObjectRequest): Permission {
  const { bucket, key, query } = parsed(url);
  if (bucket === '') return permission('s3:ListAllMyBuckets', '*');
  if (key !== '') {
    return permission(ON_OBJECTS[method] ?? `s3:${method}`, `arn:aws:s3:::${bucket}/${key}`);
  }
  if (method === 'POST' && query.has('delete')) {
    return permission('s3:DeleteObject', `arn:aws:s3:::${bucket}/*`);
  }
  if (method === 'PUT') return permission('s3:CreateBucket', `arn:aws:s3:::${bucket}`);
  if (method === 'DELETE') return permission('s3:DeleteBucket', `arn:aws:s3:::${bucket}`);
  const prefix = query.get('prefix');
  return listPermission(bucket, prefix === null ? {} : { 's3:prefix': prefix });
}

/**
 * What S3 asks for besides when an object that is to be read does not exist: it tells so only to those who may
 * list the bucket, and answers 403 to others (Amazon S3 API reference, GetObject). Undefined for any other request.
 */
export function missPermission({ method, url }: ObjectRequest): Permission | undefined {
  const { bucket, key } = parsed(url);
  return key !== '' && (method === 'GET' || method === 'HEAD')
    ? listPermission(bucket, {})
    : undefined;
}

function listPermission(bucket: string, context: Permission['context']): Permission {
  return permission('s3:ListBucket', `arn:aws:s3:::${bucket}`, context);
}

function parsed(url: string) {
  const { pathname, searchParams: query } = new URL(url, 'http://s3');
  const [, bucket = '', key = ''] = /^\/([^/]*)\/?(.*)$/.exec(decodeURIComponent(pathname)) ?? [];
  return { bucket, key, query };
}
