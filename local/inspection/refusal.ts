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

  static otherSite(): Refusal {
    const message =
      'Only this machine may look here: call 127.0.0.1 or localhost, from no other site.';
    return new Refusal(403, 'other-site', message);
  }
}
