/** `tollgate projects new` */
import { usageError } from '../../cli-error.ts';
import { defineCommand } from '../../command/command.ts';
import { KINDS, LOCATIONS } from '../../scaffold/project-draft.ts';
import { scaffoldProject } from '../../scaffold/scaffold-project.ts';
import { choiceOf } from '../choice.ts';

export const newProject = defineCommand({
  name: 'projects new',
  summary: 'Write the file of a new API project, and register it in projects/catalogue.ts',
  details:
    'Asks for what no flag says; without a terminal, or with --no-input, the defaults are taken. The projects are tried out with the new one before anything is written: names, ids and paths of others are refused, and so is whatever the catalogue does not accept. It works on the files of this clone and talks to no server.',
  examples: [
    { line: 'tollgate projects new rest', about: 'Asks for everything' },
    {
      line: 'tollgate projects new rest --name Invoices --version 1.0 --target https://invoices.example.com --scope invoices:read',
      about: 'A REST project; its callers need a token with a scope',
    },
    {
      line: 'tollgate projects new rest --name Invoices --server-group development --server-group production --target development=sample --target production=https://invoices.example.com',
      about: 'A target for each server group',
    },
    { line: 'tollgate projects new wsdl --name Weather --file weather.wsdl --location query', about: 'A SOAP service' },
    {
      line: 'tollgate projects new openapi --name Orders --file orders.yaml',
      about: 'What an OpenAPI document describes',
    },
    {
      line: 'tollgate projects new token-endpoint --name PartnerToken --expiry 600000 --dry-run',
      about: 'Shows what would be written',
    },
  ],
  arguments: { kind: { description: 'What it is', choices: KINDS } },
  flags: {
    name: { kind: 'text', value: 'text', description: 'Its display name' },
    version: { kind: 'text', value: 'version', description: 'Follows the context path in its URL (default: none)' },
    id: { kind: 'text', value: 'id', description: 'What products call it (default: from the name and the version)' },
    contextPath: { kind: 'text', value: 'path', description: 'Where it is found (default: / and the name)' },
    expiry: {
      kind: 'text',
      value: 'ms',
      description: 'token-endpoint: how long access tokens live, in milliseconds (default: 3600000)',
    },
    file: {
      kind: 'text',
      value: 'path',
      description:
        'wsdl, openapi: the document; copied into projects/, with the files that it refers to, unless it is there',
    },
    port: {
      kind: 'list',
      value: '[service/]port',
      description: 'wsdl: a port to serve (default: all that speak SOAP); may be given several times',
    },
    serveOpenapi: {
      kind: 'switch',
      description: 'openapi: serve the document at /openapi.json, to anyone, with our URLs in it',
    },
    securityScheme: {
      kind: 'text',
      value: 'name',
      description:
        "openapi: the document's security scheme that stands for our tokens (default: the only one that can)",
    },
    target: {
      kind: 'list',
      value: '[server-group=]url',
      description:
        'Where calls go, or `sample` for the sample backend (default: rest: sample where cdk destroy takes tables away; wsdl, openapi: what the document names); may be given several times',
    },
    location: {
      kind: 'list',
      value: 'place',
      choices: LOCATIONS,
      description: 'Where callers may put the token (default: header); may be given several times',
    },
    scope: {
      kind: 'list',
      value: 'scope',
      description: 'A scope that the token must hold; may be given several times',
    },
    public: { kind: 'switch', description: 'Ask for no token: anybody may call every path of it' },
    serverGroup: {
      kind: 'list',
      short: 'g',
      value: 'name',
      description:
        'Where it is deployed (default: the server groups whose tables cdk destroy takes away, else the first); may be given several times',
    },
    dryRun: { kind: 'switch', description: 'Show what would be written, and write nothing' },
  },
  run: async ({ kind }, flags, session) => {
    const known = choiceOf(KINDS, kind);
    if (known === undefined) throw usageError(`"${kind}" is no kind of project.`, `There are: ${KINDS.join(', ')}.`);
    await scaffoldProject(session, known, flags);
  },
});
