// Moves the time of a process and of its workers: `node --import 'file:///…/movable-clock.mjs?offset=<file>'`.
// The file holds milliseconds, read at a look at the clock, at most once a millisecond. Nothing of the product knows of it.
import { readFileSync } from 'node:fs';

const file = new URL(import.meta.url).searchParams.get('offset');
const RealDate = Date;

let offset = 0;
let readAt = Number.NEGATIVE_INFINITY;

function now() {
  if (performance.now() - readAt > 1) {
    offset = Number(readFileSync(file, 'utf8'));
    readAt = performance.now();
  }
  return RealDate.now() + offset;
}

globalThis.Date = class extends RealDate {
  constructor(...parts) {
    super(...(parts.length === 0 ? [now()] : parts));
  }

  static now() {
    return now();
  }
};
