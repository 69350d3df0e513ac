// Moves the time of a process and of its workers: `node --import 'file:///…/movable-clock.mjs?offset=<file>'`.
// The file holds milliseconds, read at each look at the clock. Nothing of the product knows of it.
import { readFileSync } from 'node:fs';

const file = new URL(import.meta.url).searchParams.get('offset');
const RealDate = Date;

function now() {
  return RealDate.now() + Number(readFileSync(file, 'utf8'));
}

globalThis.Date = class extends RealDate {
  constructor(...parts) {
    super(...(parts.length === 0 ? [now()] : parts));
  }

  static now() {
    return now();
  }
};
