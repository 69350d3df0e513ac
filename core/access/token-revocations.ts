/** Which tokens were revoked before their time, by their id: a token that is spelled another way is still the same one. */

export interface TokenRevocation {
  readonly tokenId: string;
  /** Of the client that revoked it, which is the one that it was made for. */
  readonly consumerKey: string;
  /** Epoch milliseconds. */
  readonly revokedAt: number;
  /** Epoch seconds: when the token would have expired, after which its revocation need not be kept. */
  readonly expiresAt: number;
}

export interface RevocationReader {
  /**
   * @param tokenId of a token whose signature is right, so that nobody chooses what is looked up
   * @throws a StoreUnavailableError when the store cannot be asked; never answers false for that
   */
  isRevoked(tokenId: string): Promise<boolean>;
}

export interface TokenRevocations extends RevocationReader {
  /** From the moment this is answered the token is revoked, for good. What is revoked already stays as it is. */
  revoke(revocation: TokenRevocation): Promise<void>;
}
