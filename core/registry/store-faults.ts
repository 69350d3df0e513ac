/** The two faults of a store: it cannot be asked, or what it holds cannot be read. */
import { Fault } from '../fault.ts';

/** The store gave no usable answer in time. Nothing is known, so nothing may be allowed or denied for good; try again. */
export class StoreUnavailableError extends Fault {
  override readonly name = 'StoreUnavailableError';

  /** @param operation what was asked of what, for instance `GetItem on Products` */
  constructor(operation: string, options: { readonly cause: unknown }) {
    super(`${operation} failed.`, options);
  }
}

/** One stored item is damaged. It must deny what depends on it, be reported, and leave every other item alone. */
export class UnreadableItemError extends Fault {
  override readonly name = 'UnreadableItemError';
  readonly table: string;
  readonly id: string;
  readonly field: string;

  /** Names the field, never what stands in it: that may be a secret's hash. */
  constructor(table: string, id: string, field: string) {
    super(`The item ${JSON.stringify(id)} of ${table} cannot be read: ${field} is missing or wrong.`);
    this.table = table;
    this.id = id;
    this.field = field;
  }
}
