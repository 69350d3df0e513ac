/** One resource of the synthesized templates, with every intrinsic function already resolved. */
export interface ResolvedResource {
  /** The template's logical id; every message about this resource names it. */
  readonly logicalId: string;
  /** The stack's name, for messages when two stacks use one logical id. */
  readonly stackName: string;
  /** CloudFormation type, for instance `AWS::ApiGateway::Method`. */
  readonly type: string;
  /** What `Ref` gives elsewhere: for API Gateway its id (or the stage's name), for a function its name, for a table its name. */
  readonly physicalId: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly metadata: Readonly<Record<string, unknown>>;
}
