/** What has to hold, and what is said when it does not. */
export type Claim = readonly [holds: boolean, otherwise: string];

/** What the claims that do not hold say. */
export function brokenOf(claims: readonly Claim[]): string[] {
  return claims.filter(([holds]) => !holds).map(([, otherwise]) => otherwise);
}
