/** The run takes the port after its own too, for the widget's API. */
const DEFAULT_PORTS = [8787, 8788];
const OTHER_PORT = 8790;

/** The gateway cannot listen. */
export class PortTaken extends Error {
  override readonly name = 'PortTaken';
  readonly code = 'port-taken';
  constructor(port: number, cause: 'EADDRINUSE' | 'EACCES') {
    const why = cause === 'EADDRINUSE' ? 'is in use' : 'may not be used by you';
    const other = DEFAULT_PORTS.includes(port) ? OTHER_PORT : DEFAULT_PORTS[0];
    super(`Port ${port} ${why}. Choose another one: PORT=${other} npm start`);
  }
}
