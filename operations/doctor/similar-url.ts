/** What API Gateway calls an API of its own: another one of the region is perhaps an old stage. */
const GATEWAY = /^[a-z0-9]+(\.execute-api\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?)$/;

/** Whether an address was perhaps meant to be the other: the same host, the same path, or another API of the region. */
export function isSimilarUrl(one: string, other: string): boolean {
  const [first, second] = [URL.parse(one), URL.parse(other)];
  if (!first || !second) return false;
  const region = GATEWAY.exec(first.hostname)?.[1];
  return (
    first.host === second.host ||
    (first.pathname === second.pathname && first.pathname !== '/') ||
    (region !== undefined && region === GATEWAY.exec(second.hostname)?.[1])
  );
}

/** An address without what may be secret in it: user, query and fragment. */
export function plainUrl(text: string): string {
  const url = URL.parse(text);
  return url ? `${url.origin}${url.pathname}` : 'an unreadable address';
}
