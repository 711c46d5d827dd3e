/**
 * What every AWS client here shares. An attempt that hangs is given up after three seconds and tried
 * again, so that one stuck connection does not eat the whole invocation.
 */
export const clientOptions = {
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 1000, requestTimeout: 3000, throwOnRequestTimeout: true },
} as const;
