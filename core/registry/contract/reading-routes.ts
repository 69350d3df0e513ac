/** The contract of the routes that only tell: the audit trail, the catalogue, and the contract itself. */
import * as z from 'zod';
import { page } from './fields.ts';
import type { Routes } from './route-contract.ts';
import { strict, text } from './texts.ts';
import { wireProject, wireProjects } from './wire-project.ts';
import { wireAuditEntries, wireDocument } from './wire-things.ts';

const nothing = strict({});
const ENTITY =
  /^((product|client)\/[a-z0-9][a-z0-9._-]{0,63}|subscription\/tgk_[0-9A-Za-z]{22}|signing-key\/[0-9A-Za-z_-]{43})$/;

export const readingRoutes = {
  listAuditEntries: {
    method: 'GET',
    path: '/audit',
    tag: 'Audit',
    summary: 'List who changed what, newest first, of one thing or of one day; today (UTC) when neither is named',
    request: strict({
      path: nothing,
      query: strict({
        ...page,
        entity: text()
          .regex(ENTITY, {
            error: 'must be product/<id>, client/<id>, subscription/<consumer key> or signing-key/<kid>',
          })
          .exactOptional(),
        day: text()
          .pipe(z.iso.date({ error: 'must be a day in UTC, such as 2027-01-31' }))
          .exactOptional(),
      }).refine(({ entity, day }) => entity === undefined || day === undefined, {
        path: ['day'],
        error: 'cannot be combined with entity',
      }),
      headers: nothing,
    }),
    success: { status: 200, body: wireAuditEntries },
    problems: [],
    mutation: false,
    holdsSecret: false,
  },
  listProjects: {
    method: 'GET',
    path: '/projects',
    tag: 'Projects',
    summary: 'List the API projects of the server group',
    request: strict({ path: nothing, query: nothing, headers: nothing }),
    success: { status: 200, body: wireProjects },
    problems: [],
    mutation: false,
    holdsSecret: false,
  },
  readProject: {
    method: 'GET',
    path: '/projects/{projectId}',
    tag: 'Projects',
    summary: 'Read an API project of the server group',
    request: strict({ path: strict({ projectId: text() }), query: nothing, headers: nothing }),
    success: { status: 200, body: wireProject },
    problems: ['not_found'],
    mutation: false,
    holdsSecret: false,
  },
  readOpenApi: {
    method: 'GET',
    path: '/openapi.json',
    tag: 'Description',
    summary: 'Read this description of the registry API',
    request: strict({ path: nothing, query: nothing, headers: nothing }),
    success: { status: 200, body: wireDocument },
    problems: [],
    mutation: false,
    holdsSecret: false,
  },
} as const satisfies Routes;
