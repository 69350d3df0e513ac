/** The X-Ray trace header: a root sent by the client is kept, else one is made. */
import { randomBytes } from 'node:crypto';

/**
 * @param sent the client's X-Amzn-Trace-Id
 * @param now `ms` since 1970
 * @returns for instance `Root=1-6745a1c8-5e0c5f1e2d3b4a5968778695`, with the client's Parent and Sampled behind it
 * @see https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader
 */
export function traceHeaderFor(sent: string | undefined, now: number): string {
  const fields = new Map(
    (sent ?? '').split(';').map((field) => {
      const [name = '', value = ''] = field.trim().split('=');
      return [name.toLowerCase(), value];
    }),
  );
  const root = fields.get('root') ?? '';
  if (!/^[\w-]{1,100}$/.test(root)) return `Root=${newRoot(now)}`;
  const kept = ['Parent', 'Sampled'].flatMap((name) => {
    const value = fields.get(name.toLowerCase()) ?? '';
    return /^[\w?-]{1,40}$/.test(value) ? [`${name}=${value}`] : [];
  });
  return [`Root=${root}`, ...kept].join(';');
}

function newRoot(now: number): string {
  return `1-${Math.floor(now / 1000)
    .toString(16)
    .padStart(8, '0')}-${randomBytes(12).toString('hex')}`;
}
