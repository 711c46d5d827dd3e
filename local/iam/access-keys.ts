/** The access key of a function in this run. Only the run's own proxy reads it. */
export function accessKeyOf(functionId: string): string {
  return `LOCAL${functionId}`;
}

/**
 * The access key that signed a request; undefined when none did (AWS Signature Version 4, the
 * `Authorization` header).
 */
export function accessKeyIn(authorization: string | undefined): string | undefined {
  return /^AWS4-HMAC-SHA256 Credential=([^/,]+)\//.exec(authorization ?? '')?.[1];
}
