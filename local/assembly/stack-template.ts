/** One stack of a cloud assembly as synth wrote it, before any intrinsic function is resolved. */
import type { JsonObject } from '../json-value.ts';

export interface StackTemplate {
  readonly stackName: string;
  readonly region: string;
  readonly accountId: string;
  readonly template: JsonObject;
  /** Directories of the stack's file assets by the S3 key that the template names them with. */
  readonly assets: ReadonlyMap<string, string>;
}

/** The stacks of one server group, each after those it depends on. */
export interface CloudAssembly {
  readonly name: string;
  readonly stacks: readonly StackTemplate[];
}
