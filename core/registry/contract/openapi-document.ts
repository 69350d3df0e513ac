/** The OpenAPI 3.1 document of the registry API, made of nothing but the contract. */
import type * as z from 'zod';
import { OPERATION_IDS, type OperationId, ROUTES } from '../contract.ts';
import { PROBLEMS, type ProblemCode, problem } from '../problem.ts';
import { componentSchemas, referTo } from './component-schemas.ts';
import { EXAMPLES } from './examples.ts';
import {
  type AnswerHeader,
  bodyOf,
  isOptional,
  mediaTypesOf,
  problemsOf,
  type RouteContract,
  type RouteTag,
} from './route-contract.ts';

type JsonObject = Readonly<Record<string, unknown>>;

const TAGS: Readonly<Record<RouteTag, string>> = {
  Products: 'API projects and scopes that are sold together.',
  Clients: 'Who calls.',
  Subscriptions: 'A client’s right to a product, and the consumer key that stands for it.',
  Secrets: 'Consumer secrets: at most two of a subscription are live at once.',
  'Signing keys':
    'Keys that access tokens are signed with: the next one, the one that signs, and those that have signed.',
  Audit: 'Who changed what, and when.',
  Projects: 'The API projects of the server group, which are deployed and not managed here.',
  Description: 'This document.',
};

const HEADERS: Readonly<Record<AnswerHeader, string>> = {
  ETag: 'The state of the thing, to be sent back as If-Match with a change of it.',
  Location: 'The path of what was made.',
  'Idempotency-Replayed': '`true` when an earlier request with the same Idempotency-Key did it all.',
};

const PARAMETERS: Readonly<Record<string, string>> = {
  'if-match': 'The ETag of the state that is to be changed, or `*` for whatever it is.',
  'idempotency-key': 'Chosen by the caller, and the same when the request is sent again: it is done once.',
  limit: 'At most so many items; a page may hold fewer and still have a next one.',
  cursor: 'The `nextCursor` of the page before.',
  confirm: 'The id of what is deleted, to delete it although it is in use.',
};

export function openApiDocument(): JsonObject {
  const paths = [...new Set(OPERATION_IDS.map((id) => ROUTES[id].path))];
  return {
    openapi: '3.1.1',
    info: {
      title: 'Tollgate registry',
      version: '1.0.0',
      description:
        'Products, clients, subscriptions and consumer secrets of one server group. Every request is signed by Signature Version 4 for the service `execute-api`. Times are ISO 8601 in UTC.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '.', description: 'Where this document was read' }],
    security: [{ sigv4: [] }],
    tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
    paths: Object.fromEntries(paths.map((path) => [path, pathItem(path)])),
    components: {
      securitySchemes: {
        sigv4: {
          type: 'apiKey',
          name: 'Authorization',
          in: 'header',
          'x-amazon-apigateway-authtype': 'awsSigv4',
          description: 'AWS Signature Version 4 of an IAM principal that may invoke the route.',
        },
      },
      schemas: componentSchemas(),
      headers: Object.fromEntries(
        Object.entries(HEADERS).map(([name, description]) => [name, { description, schema: { type: 'string' } }]),
      ),
    },
  };
}

function pathItem(path: string): JsonObject {
  const onPath = OPERATION_IDS.filter((id) => ROUTES[id].path === path);
  return Object.fromEntries(onPath.map((id) => [ROUTES[id].method.toLowerCase(), operationOf(id, ROUTES[id])]));
}

function operationOf(operationId: OperationId, route: RouteContract): JsonObject {
  const { path, query, headers, body } = route.request.shape;
  const parameters = [
    ...parametersOf(path, 'path'),
    ...parametersOf(query, 'query'),
    ...parametersOf(headers, 'header'),
  ];
  return {
    operationId,
    tags: [route.tag],
    summary: route.summary,
    ...(parameters.length > 0 && { parameters }),
    ...(body !== undefined && {
      requestBody: { required: bodyOf(route) === 'required', content: contentOf(operationId, route, body) },
    }),
    responses: { [route.success.status]: successOf(operationId, route), ...problemResponsesOf(route) },
  };
}

function parametersOf(schemas: z.ZodObject, place: 'path' | 'query' | 'header'): readonly JsonObject[] {
  return Object.entries(schemas.shape).map(([name, schema]) => ({
    name: place === 'header' ? name.replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase()) : name,
    in: place,
    required: place === 'path' || !isOptional(schema),
    ...(PARAMETERS[name] !== undefined && { description: PARAMETERS[name] }),
    schema: referTo(schema, 'input'),
  }));
}

function contentOf(operationId: OperationId, route: RouteContract, body: z.core.$ZodType): JsonObject {
  const { request: example = {} } = EXAMPLES[operationId];
  return Object.fromEntries(mediaTypesOf(route).map((type) => [type, { schema: referTo(body, 'input'), example }]));
}

function successOf(operationId: OperationId, { success: { body, headers = [] } }: RouteContract): JsonObject {
  const { answer: example } = EXAMPLES[operationId];
  return {
    description: body === undefined ? 'Done.' : 'As asked for.',
    ...(headers.length > 0 && {
      headers: Object.fromEntries(headers.map((name) => [name, { $ref: `#/components/headers/${name}` }])),
    }),
    ...(body !== undefined && {
      content: { 'application/json': { schema: referTo(body, 'output'), ...(example !== undefined && { example }) } },
    }),
  };
}

function problemResponsesOf(route: RouteContract): JsonObject {
  const codes = problemsOf(route);
  const statuses = [...new Set(codes.map((code) => PROBLEMS[code].status))];
  return Object.fromEntries(
    statuses.map((status) => {
      const ofStatus = codes.filter((code) => PROBLEMS[code].status === status);
      return [status, problemResponse(ofStatus)];
    }),
  );
}

function problemResponse(codes: readonly ProblemCode[]): JsonObject {
  return {
    description: codes.map((code) => PROBLEMS[code].title).join(' '),
    content: {
      'application/problem+json': {
        schema: { $ref: '#/components/schemas/Problem' },
        examples: Object.fromEntries(codes.map((code) => [code, { value: problem(code) }])),
      },
    },
  };
}
