/** Which assertions of clients have been used, so that each counts once (RFC 7523 §3, `jti`). */

export interface AssertionUse {
  readonly consumerKey: string;
  /** `jti`: the same assertion spelled another way, or signed again, is still the same one. */
  readonly assertionId: string;
  /** Epoch seconds from which the assertion is refused by its time alone, and its use need not be kept. */
  readonly endsAt: number;
  /** Unique for each request, so that an attempt whose answer was lost is known again. */
  readonly useId: string;
}

export interface AssertionUses {
  /**
   * Takes note of the use by one conditional write: of any number at once, exactly one is the first.
   *
   * @returns whether the assertion had not been used before
   * @throws a StoreUnavailableError when that cannot be told
   */
  use(use: AssertionUse): Promise<boolean>;
}
