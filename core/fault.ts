/** A fault told in a sentence of our own, which quotes nothing of a request, an item or an answer, and so may be logged. */

/**
 * Of every other error the message may repeat what it is about: V8 quotes the text that it cannot parse, Node the argument
 * that it refuses, AWS the request. See adapters/runtime/describe-fault.ts.
 */
export class Fault extends Error {
  override readonly name: string = 'Fault';
}
