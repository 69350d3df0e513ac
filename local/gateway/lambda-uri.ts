/** Reads the URI by which API Gateway calls a Lambda function. */

/**
 * @param uri `arn:aws:apigateway:<region>:lambda:path/2015-03-31/functions/<function arn>/invocations`
 * @returns the function's ARN; `undefined` for any other URI, and where the ARN has stage variables in it
 */
export function functionArnOf(uri: string): string | undefined {
  const [, arn] =
    /^arn:[\w-]+:apigateway:[\w-]+:lambda:path\/2015-03-31\/functions\/(arn:[\w-]+:lambda:[\w-]+:\d+:function:[\w:$-]+)\/invocations$/.exec(
      uri,
    ) ?? [];
  return arn;
}
