/** What the page and its server say to each other, as JSON. Nothing of an event's body is in any of it but {@link Body}. */

/** The receiver that is looked at. */
export interface StageView {
  /** `local run` or the stage's name. */
  readonly name: string;
  /** Region, or the URL of the local run. */
  readonly where: string;
  readonly isLocal: boolean;
  /** Its events are invented: one click is enough. */
  readonly isHarmless: boolean;
  readonly readOnly: boolean;
  readonly canSend: boolean;
  /** What a command needs behind it: ` --stage production`. */
  readonly option: string;
  /** How a command begins here: `npx smile`. */
  readonly command: string;
  readonly webhookUrl: string | undefined;
  /** Milliseconds between two looks. */
  readonly everyMs: number;
  readonly types: readonly string[];
  readonly origins: readonly string[];
  /** Where the handlers' files are; frames link there. */
  readonly sources: string | undefined;
}

/** One event in the list. Times are ISO 8601. */
export interface Row {
  readonly id: string;
  readonly type: string;
  readonly user: string;
  readonly account: string | undefined;
  readonly origin: string;
  readonly receivedAt: string;
  readonly status: string;
  /** Status and outcome in one word: `dead`, `applied`. */
  readonly word: string;
  readonly sign: string;
  /** Outcome or reason, in a few words. */
  readonly why: string;
  readonly attempts: number;
  /** Epoch milliseconds of the next attempt. */
  readonly againAt: number | undefined;
}

/** How many events match all filters but the status. */
export type Counts = Readonly<Record<'all' | 'failed' | 'dead' | 'quarantined' | 'stale', number>>;

/** A page of the list. */
export interface Listing {
  readonly rows: readonly Row[];
  readonly counts: Counts;
  /** How many match. */
  readonly total: number;
  /** How many would match without any filter. */
  readonly unfiltered: number;
  readonly revision: number;
  /** On a stage: since when all that ended is known. */
  readonly since: string | undefined;
}

/** What has changed after a revision. */
export interface Changes extends Omit<Listing, 'rows'> {
  readonly rows: readonly (Row & { readonly isMeant: boolean })[];
}

/** Something that happened to an event. */
export interface Step {
  readonly at: string;
  readonly what: string;
  /** Milliseconds. */
  readonly took?: number | undefined;
  readonly detail?: string | undefined;
}

/** Why an event failed. */
export interface Failure {
  readonly errorClass: string;
  readonly code: string | undefined;
  /** Only of the local run. */
  readonly message: string | undefined;
  /** The frame in a file of the handlers' author. */
  readonly at: string | undefined;
  /** Other frames; only of the local run. */
  readonly frames: readonly string[];
  /** How many other events failed for the same reason, and how they are found. */
  readonly others: number;
}

/** What of a thing an event changed: codes, stamps and times. */
export interface Difference {
  /** `ACCOUNT#a-1/status` */
  readonly path: string;
  readonly from: Readonly<Record<string, string>> | undefined;
  readonly to: Readonly<Record<string, string>> | undefined;
}

/** Everything about one event but its body. */
export interface Detail {
  readonly row: Row;
  readonly createdAt: string | undefined;
  readonly completedAt: string | undefined;
  readonly steps: readonly Step[];
  readonly failure: Failure | undefined;
  readonly stale:
    | { readonly eventId: string; readonly type: string; readonly asOf: string }
    | undefined;
  readonly changes: readonly Difference[];
  readonly announced: { readonly detailType: string; readonly at: string } | undefined;
  /** Absent: not there yet, or in the bucket. */
  readonly bodyBytes: number | undefined;
  /** JSON with fixed dots for everything that is not a key, an id, a code or a time. */
  readonly masked: string | undefined;
  /** Whether the version that it failed in is still deployed; undefined when nobody can tell. */
  readonly isDeployedSince: boolean | undefined;
}

/** A body, asked for. */
export interface Body {
  readonly text: string;
}

/** What became of an action on several events. */
export interface Job {
  readonly total: number;
  readonly sent: number;
  readonly done: number;
  readonly dead: readonly string[];
  readonly refused: readonly { readonly id: string; readonly why: string }[];
  /** Keys under which they run: those of replays are new. */
  readonly keys: readonly string[];
  readonly isOver: boolean;
  readonly trouble: string | undefined;
  /** The missing right, as a policy names it. */
  readonly action?: string | undefined;
}

/** An answer that is not what was asked for. */
export interface Trouble {
  readonly code: string;
  /** What happened, and what to do. */
  readonly message: string;
  /** The missing right, as a policy names it. */
  readonly action?: string;
}
