/** The rotation's settings, from the variable that the functions have them in. */
import { Fault } from '#core/fault.ts';
import type { KeySchedule } from '#core/keys/key-schedule.ts';
import { DAY } from '#core/keys/key-times.ts';

/** @throws Error when it is not a number of days that a server group may have */
export function keyScheduleOf({
  SIGNING_KEY_ROTATION_DAYS: days,
}: {
  readonly SIGNING_KEY_ROTATION_DAYS: string;
}): KeySchedule {
  if (!/^[1-9]\d{0,2}$/.test(days)) throw new Fault('SIGNING_KEY_ROTATION_DAYS must be a whole number of days.');
  return { rotationPeriod: Number(days) * DAY };
}
