/** The sample backend: answers with the request it received, so that one sees what reaches a backend and what does not. */
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

export async function handler(event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> {
  const received = {
    method: event.requestContext.http.method,
    path: event.rawPath,
    query: event.rawQueryString,
    headers: event.headers,
    ...(event.body === undefined ? {} : { body: event.body, isBase64Encoded: event.isBase64Encoded }),
  };
  // Not the query: a token that its caller put there on a project that takes none there would be kept in the log.
  console.log(JSON.stringify({ message: 'request', method: received.method, path: received.path }));
  return {
    statusCode: 200,
    headers: { 'content-type': 'application/json' },
    body: `${JSON.stringify({ message: 'Hello from the sample backend.', received }, null, 2)}\n`,
  };
}
