/** A ledger row as the receiver shows it (docs/architecture.md, The ledger). */
export interface Row {
  readonly eventId: string;
  readonly status: string;
  readonly outcome?: string;
  readonly attempts?: number;
  readonly type?: string;
  readonly bodySha256?: string;
  readonly body?: string;
  readonly bodyRef?: string;
  readonly lastError?: { readonly class?: string; readonly code?: string };
  readonly [attribute: string]: unknown;
}

/** What one event said of a thing. */
export interface Said {
  readonly value: string;
  readonly asOf: string;
  readonly eventId: string;
}

/** What is known of one thing (docs/architecture.md, State). */
export interface Item {
  readonly sk: string;
  readonly version: number;
  readonly status?: Said;
  readonly tasks?: Readonly<Record<string, Said>>;
  readonly dataPoints?: Readonly<Record<string, Said>>;
  readonly [attribute: string]: unknown;
}

/** How many messages a queue holds. */
export interface Depth {
  readonly visible: number;
  readonly inFlight: number;
  readonly delayed: number;
}

export interface Depths {
  readonly events: Depth;
  readonly deadLetters: Depth;
}

/** What other systems were told. */
export interface Announcement {
  readonly detailType: string;
  readonly detail: { readonly eventId: string; readonly [field: string]: unknown };
}

/** What a receiver has done, looked at from outside. Looking changes nothing. */
export interface Effects {
  row(eventId: string): Promise<Row | undefined>;
  /** The bytes that a row's `bodyRef` leads to; undefined when nothing is there. */
  body(ref: string): Promise<Uint8Array | undefined>;
  /** All that is known in one partition: `USER#<id>`, `RECORD#<id>` or `VERIFICATION#<id>`. */
  items(partition: string): Promise<readonly Item[]>;
  queues(): Promise<Depths>;
  /** All that can still be seen; undefined: the bus shows them to its rules only. */
  announcements(): Promise<readonly Announcement[] | undefined>;
}

/** The effects cannot be seen. */
export class EffectsUnseen extends Error {
  override readonly name = 'EffectsUnseen';
  readonly code = 'effects-unseen';
}

/** Messages that a queue holds in whatever state. */
export function waitingIn({ visible, inFlight, delayed }: Depth): number {
  return visible + inFlight + delayed;
}
