/** Where the hosts of AWS are reached: by their own names, or all of them at an emulator's address. */

export interface Reached {
  /** What to connect to. */
  readonly origin: URL;
  /** What a request must say, if it does not do so itself. */
  readonly headers: Readonly<Record<string, string>>;
}

export function reachedAt(url: string): Reached {
  const { origin, host, hostname } = new URL(url);
  const emulator = process.env.TOLLGATE_TEST_EMULATOR;
  if (emulator === undefined || !hostname.endsWith('.amazonaws.com')) {
    return { origin: new URL(origin), headers: { Host: host } };
  }
  // API Gateway gives bytes to whoever says nothing of what it accepts; the emulator, to whoever accepts everything.
  return { origin: new URL(emulator), headers: { Host: host, Accept: '*/*' } };
}
