/** Runs every day: adds the audit entries that went missing with a process and that nobody has come across since. */
import { failPlainly } from '#adapters/runtime/describe-fault.ts';
import { Fault } from '#core/fault.ts';
import { type SweepOutcome, sweepAuditTrail } from '#core/registry/sweep-audit-trail.ts';
import { dependencies, log } from './dependencies.ts';

/** Milliseconds; the function has 15 minutes, and its last page needs some seconds. */
const TIME = 14 * 60 * 1_000;

/** @throws Error when an entry could not be made sure of, so that Lambda tries again and counts it as an error */
export const handler = failPlainly(async (): Promise<SweepOutcome> => {
  const started = dependencies.clock();
  const outcome = await sweepAuditTrail(dependencies, started + TIME);
  const { audited: done, failed, unreadable, complete } = outcome;
  const milliseconds = dependencies.clock() - started;
  log(complete ? 'audit trail swept' : 'audit trail swept in part', {
    done,
    failed,
    unreadable,
    milliseconds,
  });
  if (failed > 0) throw new Fault(`${failed} entries or pages could not be looked at.`);
  return outcome;
});
