/**
 * Whether a request is one too many: Smile answers 20 a second for one IP address, all endpoints together (Smile
 * docs, API). Everything that calls a stand-in has the address of this machine.
 *
 * @param now milliseconds
 */
export function createThrottle(perSecond: number, now: () => number): () => boolean {
  const recent: number[] = [];
  return () => {
    const at = now();
    while (recent.length > 0 && (recent[0] ?? at) <= at - 1000) recent.shift();
    if (recent.length >= perSecond) return true;
    recent.push(at);
    return false;
  };
}
