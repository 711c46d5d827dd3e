const MARK = 'LOCAL';

/** The access key of a function in this run: by it the services know who calls. */
export function accessKeyOf(functionId: string): string {
  return `${MARK}${functionId}`;
}

/** The access key of whoever operates the run: the command line and the inspector. */
export const OPERATOR_KEY = accessKeyOf('Operator');

/**
 * The access key of the function that signed a request; undefined if no function did (AWS Signature Version 4, the
 * `Authorization` header).
 */
export function accessKeyIn(authorization: string | undefined): string | undefined {
  return SIGNED_BY_FUNCTION.exec(authorization ?? '')?.[1];
}

const SIGNED_BY_FUNCTION = new RegExp(`^AWS4-HMAC-SHA256 Credential=(${MARK}[^/,]+)/`);
