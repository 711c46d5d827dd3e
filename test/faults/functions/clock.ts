const RealDate = Date;
let aheadMs = 0;

/** The process's own clock, which can jump; timers do not follow it, as on any machine. */
class JumpingDate extends RealDate {
  constructor(...parts: [] | [string | number]) {
    if (parts.length === 0) super(JumpingDate.now());
    else super(parts[0]);
  }
  static override now(): number {
    return RealDate.now() + aheadMs;
  }
}
globalThis.Date = JumpingDate as DateConstructor;

/** Lets the process's clock jump by so many seconds against the right time; zero sets it right. */
export function jump(seconds: number): void {
  aheadMs = seconds * 1000;
}
