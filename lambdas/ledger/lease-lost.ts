/** Another worker has taken over this event, or it is settled: whatever this one still holds is void. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
  readonly code = 'lease-lost';
  constructor() {
    super('Another worker began this event, or it is settled. Harmless unless it happens often.');
  }
}
