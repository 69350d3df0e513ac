/** What `npm start -- --help` prints. */

export const HELP = `Runs Tollgate on this machine, from the same template that a deployment uses.

Examples
  npm start                                  serve the development server group on ports 3000 and 3001
  npm start -- --port 0                      on free ports; see .tollgate/local.json for the URLs
  npm start -- --reset                       begin with empty data
  npm start -- --assembly ../other/cdk.out   serve another CDK app that is synthesized already
  npm stop                                   stop it

Flags
  --port N              port of the first API, the next ones follow (default 3000, 0 = free ports)
  --data DIR            where data and local.json lie (default .tollgate)
  --server-group NAME   which server group to serve (default development)
  --assembly DIR        serve this cloud assembly: nothing is synthesized or watched
  --gateway-only        make no demo product, client and subscription
  --reset               remove all local data first
  --no-watch            do not synthesize again when sources change
  --stop                stop the host that runs on this data directory
  --version, --help
`;
