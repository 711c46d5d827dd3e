/**
 * A known type without `data`, or whose `data` lacks an id that it is about. Holds field paths of our own
 * schemas only, never a value from the body, so that it may be logged and stored.
 */
export class EventSchemaError extends Error {
  override readonly name = 'EventSchemaError';
  readonly code: 'schema' | 'data-missing';
  readonly type: string;
  /** The offending fields, seen from the envelope: `data.userId`. */
  readonly paths: readonly string[];

  constructor(type: string, paths: readonly string[], code: EventSchemaError['code'] = 'schema') {
    super(
      `${type}: missing, empty, too long or of the wrong kind: ${paths.join(', ')}. ` +
        "Compare the stored body with Smile's documentation: if Smile has changed this event, adapt " +
        'its schema in lambdas/smile/schemas and redrive; if not, report the event id to Smile.',
    );
    this.code = code;
    this.type = type;
    this.paths = paths;
  }
}
