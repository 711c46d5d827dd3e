/** A look that is not given, and why. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: string;
  /** HTTP status. */
  readonly status: number;

  private constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }

  static noEvent(id: string): Refusal {
    return new Refusal(404, 'no-event', `The ledger has no row for ${id}.`);
  }

  static noBody(id: string): Refusal {
    return new Refusal(404, 'no-body', `The bucket has no body bodies/${id}.`);
  }

  static unknown(looks: readonly string[]): Refusal {
    const known = looks.map((look) => look.replace(' ', ' /_local/')).join(', ');
    return new Refusal(404, 'unknown-path', `There is nothing here. There is: ${known}.`);
  }

  static busUnseen(): Refusal {
    const message =
      'Announcements go to the bus of AWS_ENDPOINT_URL, which shows them to its rules only.';
    return new Refusal(404, 'bus-unseen', message);
  }

  static badId(id: string): Refusal {
    return new Refusal(400, 'bad-id', `Write the id URL-encoded; ${id} cannot be decoded.`);
  }

  static badLimit(limit: string, maximum: number): Refusal {
    const message = `limit must be a whole number from 1 to ${maximum}, not "${limit}".`;
    return new Refusal(400, 'bad-limit', message);
  }

  static unknownParameter(
    look: string,
    name: string,
    known: readonly string[],
    nearest: string | undefined,
  ): Refusal {
    const meant = nearest === undefined ? '' : ` Did you mean "${nearest}"?`;
    const all = known.length === 0 ? 'It takes none.' : `It takes ${known.join(', ')}.`;
    const message = `${look} has no parameter "${name}".${meant} ${all}`;
    return new Refusal(400, 'unknown-parameter', message);
  }

  static repeatedParameter(name: string): Refusal {
    return new Refusal(400, 'repeated-parameter', `Give "${name}" once only.`);
  }

  static emptyParameter(name: string): Refusal {
    const message = `"${name}" has no value. Give it one, or leave it out.`;
    return new Refusal(400, 'empty-parameter', message);
  }

  static badChoice(name: string, value: string, known: readonly string[]): Refusal {
    const message = `${name} must be one of ${known.join(', ')}, not "${value}".`;
    return new Refusal(400, `bad-${name}`, message);
  }

  static badInstant(name: string, value: string): Refusal {
    const message = `${name} must be a date or a time like 2026-01-31T12:00:00Z, not "${value}".`;
    return new Refusal(400, `bad-${name}`, message);
  }

  static bodyNotTaken(): Refusal {
    const message =
      'POST /_local/redrive takes no body. Name the events in the query: ?id=…&id=…, or none for all.';
    return new Refusal(400, 'body-not-taken', message);
  }

  static notDead(ids: readonly string[], moved: number): Refusal {
    const message = `No dead letter is of ${ids.join(', ')}. Moved: ${moved}. GET /_local/events?status=DEAD lists what is dead.`;
    return new Refusal(404, 'no-dead-letter', message);
  }

  static otherSite(): Refusal {
    const message =
      'Only this machine may look here: call 127.0.0.1 or localhost, from no other site.';
    return new Refusal(403, 'other-site', message);
  }
}
