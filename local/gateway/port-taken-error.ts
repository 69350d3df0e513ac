/** Tells that a port to listen on belongs to someone else. */
export class PortTakenError extends Error {
  override readonly name = 'PortTakenError';
  readonly port: number;

  constructor(port: number, options?: ErrorOptions) {
    super(`Port ${port} of 127.0.0.1 is taken.`, options);
    this.port = port;
  }
}
