/** Looks whether everything that a token and a call need is in place, from this machine outwards. */
import { type Circumstances, explainError } from '../explain-error.ts';
import type { Session } from '../session.ts';
import { describeTarget, type Target } from '../target/target.ts';

export interface Check {
  readonly check: string;
  readonly result: 'ok' | 'warning' | 'failed';
  readonly detail: string;
}

/** API Gateway takes signatures that are up to five minutes off; tokens are judged with 30 s. */
const TOLERABLE_SKEW_SECONDS = 30;

export async function runChecks(session: Session): Promise<readonly Check[]> {
  const found = await attempt(session, 'server group', async () => {
    const target = await session.target();
    return { target, detail: `${describeTarget(target)}, registry at ${target.registryUrl}` };
  });
  if (found.value === undefined) return [found.check];
  const { target } = found.value;
  const registry = await attempt(session, 'registry', async () => {
    const { body } = await (await session.registry()).call('listProducts', { query: { limit: '1' } });
    // A page may hold nothing and still have a next one.
    const isEmpty = body.items.length === 0 && body.nextCursor === undefined;
    return { detail: isEmpty ? 'answers, and has no product yet' : 'answers' };
  });
  return [found.check, registry.check, ...(await checkGateway(session, target))];
}

async function checkGateway(
  session: Session,
  { metadataUrl, issuer, jwksUrl, tokenUrl }: Target,
): Promise<readonly Check[]> {
  const checks: Check[] = [];
  if (metadataUrl !== undefined) {
    const metadata = await attempt(session, 'metadata', async () => {
      const { body, date } = await getJson(session, metadataUrl);
      if (body.issuer !== issuer) throw new Error(`the issuer is ${String(body.issuer)} and not ${issuer}`);
      return { detail: `the issuer is ${issuer}`, date };
    });
    checks.push(
      metadata.check,
      ...(metadata.value === undefined ? [] : [checkClock(session.now(), metadata.value.date)]),
    );
  }
  if (jwksUrl !== undefined) {
    const keys = await attempt(session, 'signing keys', async () => {
      const count = listOf((await getJson(session, jwksUrl)).body.keys).length;
      if (count === 0) throw new Error('none is published, so no token can be verified');
      return { detail: `${count} published` };
    });
    checks.push(keys.check);
  }
  if (tokenUrl !== undefined)
    checks.push((await attempt(session, 'token endpoint', () => askWithoutCredentials(session, tokenUrl))).check);
  return checks;
}

/** It must refuse whoever says nothing of himself, in its own way (RFC 6749 §5.2). */
async function askWithoutCredentials({ fetch }: Session, tokenUrl: string): Promise<{ readonly detail: string }> {
  const body = new URLSearchParams({ grant_type: 'client_credentials' });
  const answer = await fetch(tokenUrl, {
    method: 'POST',
    body,
    redirect: 'manual',
    signal: AbortSignal.timeout(15_000),
  });
  const { error } = objectOf(await answer.json());
  if (typeof error !== 'string') throw new Error(`answered ${answer.status}, and not as a token endpoint does`);
  return { detail: `answers at ${tokenUrl}` };
}

function checkClock(now: number, date: string | undefined): Check {
  const there = Date.parse(date ?? '');
  if (Number.isNaN(there)) return { check: 'clock', result: 'warning', detail: 'the gateway does not tell the time' };
  const skew = Math.round((now - there) / 1_000);
  if (Math.abs(skew) <= TOLERABLE_SKEW_SECONDS) return { check: 'clock', result: 'ok', detail: `differs by ${skew} s` };
  return { check: 'clock', result: 'failed', detail: `differs by ${skew} s: signatures and tokens will be refused` };
}

async function attempt<Value extends { readonly detail: string }>(
  circumstances: Circumstances,
  check: string,
  run: () => Promise<Value>,
): Promise<{ readonly check: Check; readonly value?: Value }> {
  try {
    const value = await run();
    return { check: { check, result: 'ok', detail: value.detail }, value };
  } catch (error) {
    const { what, next } = explainError(error, circumstances);
    const detail = [what.replace(/^Something went wrong inside: /, ''), next].filter(Boolean).join(' ');
    return { check: { check, result: 'failed', detail } };
  }
}

async function getJson({ fetch }: Session, url: string) {
  const answer = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(15_000) });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
  return { body: objectOf(await answer.json()), date: answer.headers.get('date') ?? undefined };
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
