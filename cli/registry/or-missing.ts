/** Takes "there is no such thing" for an answer. */
import { RegistryCallError } from '#adapters/http/registry-call-error.ts';

export async function orMissing<Answer>(call: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof RegistryCallError && error.isNotFound) return undefined;
    throw error;
  }
}
