/** An error that a service answers with; `code` is the exception's name in its API reference. */
export class ServiceFault extends Error {
  override readonly name = 'ServiceFault';
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status = 400) {
    super(message);
    this.code = code;
    this.status = status;
  }

  /** What AWS answers when the trouble is its own; clients retry it. */
  static internal(): ServiceFault {
    return new ServiceFault('InternalFailure', 'The service failed.', 500);
  }
}
