/** The gateway cannot listen. */
export class PortTaken extends Error {
  override readonly name = 'PortTaken';
  readonly code = 'port-taken';
  constructor(port: number, cause: 'EADDRINUSE' | 'EACCES') {
    const why = cause === 'EADDRINUSE' ? 'is in use' : 'may not be used by you';
    super(`Port ${port} ${why}. Choose another one: PORT=${port === 8787 ? 8788 : 8787} npm start`);
  }
}
