/** S3 refuses signatures from fifteen minutes on; the SDK's clients correct their clock from here on. */
const TOO_FAR_MS = 4 * 60 * 1000;

/** A time for a signature, as this machine has it and as AWS does. Epoch milliseconds. */
export interface SigningTime {
  readonly local: number;
  readonly corrected: number;
}

/**
 * This machine's clock, corrected by what AWS says the time is, as the SDK's clients do it. With a wrong
 * clock every signature is refused, until somebody sets it.
 */
export class CorrectedClock {
  #offsetMs = 0;

  now(): SigningTime {
    const local = Date.now();
    return { local, corrected: local + this.#offsetMs };
  }

  /**
   * Learns from an answer. True when the request was signed with a time that is far from AWS's: another
   * signature may be good then. It compares with the request's own time, since another request may have
   * corrected the clock meanwhile.
   *
   * @param awsTime of the answer, in any form that `Date` reads
   */
  learn(awsTime: string | undefined, { local, corrected }: SigningTime): boolean {
    const aws = Date.parse(awsTime ?? '');
    if (Number.isNaN(aws) || Math.abs(aws - corrected) < TOO_FAR_MS) return false;
    this.#offsetMs = aws - local;
    return true;
  }
}
