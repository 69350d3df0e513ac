/**
 * What can be said of something that was caught, whichever thread or realm it comes from.
 *
 * Neither `instanceof Error` nor `isNativeError` is true of every error: one that ended a worker thread is a copy.
 */
import { objectOf, stringOf } from './json-value.ts';

/** The system's code, for instance `EADDRINUSE`. */
export function errorCodeOf(error: unknown): string | undefined {
  return stringOf(objectOf(error).code);
}

export function errorMessageOf(error: unknown): string {
  return stringOf(objectOf(error).message) ?? String(error);
}

/** `Error.name`, or undefined for what is no error. */
export function errorNameOf(error: unknown): string | undefined {
  return stringOf(objectOf(error).name);
}
