/** Compares what finding a request's route costs with 5 and with 300 routes: `npm run bench`. */
import { decideRoute, type RequestedRoute } from '#core/access/decide-route.ts';
import type { DeployedCatalogue, DeployedProject } from '#core/catalog/deployed-catalogue.ts';

const PROJECTS = [1, 60];
const ROUNDS = 200;
const CALLS = 1_000;

const worlds = PROJECTS.map((count) => ({ catalogue: catalogueOf(count), requests: requestsOf(count) }));
const times = worlds.map((): number[] => []);
// Taken in turns, so that whatever else goes on hits all of them alike; the first rounds only warm up.
for (let round = -ROUNDS / 2; round < ROUNDS; round += 1) {
  for (const [index, { catalogue, requests }] of worlds.entries()) {
    const started = performance.now();
    for (let call = 0; call < CALLS; call += 1) decide(catalogue, requests[call % requests.length]);
    if (round >= 0) times[index]?.push(performance.now() - started);
  }
}
const [few = 0, many = 0] = times.map((list) => list.toSorted((a, b) => a - b)[ROUNDS / 2] ?? 0);
const perCall = [few, many].map((time) => ((time * 1_000) / CALLS).toFixed(2).padStart(10)).join('');
console.log(`Median of ${ROUNDS} rounds of ${CALLS} calls, turn by turn, µs for one; the ratio is what counts.\n`);
console.log(`${'routes'.padEnd(36)}${PROJECTS.map((count) => String(count * 5).padStart(10)).join('')}     ratio`);
console.log(`${"decide a request's route".padEnd(36)}${perCall}${(many / few).toFixed(2).padStart(10)}`);

function decide(catalogue: DeployedCatalogue, request: RequestedRoute | undefined): void {
  if (request === undefined || !decideRoute(catalogue, request).ok) throw new Error('A request without a route.');
}

function catalogueOf(count: number): DeployedCatalogue {
  return { serverGroup: 'bench', tokenEndpoints: [], projects: Array.from({ length: count }, projectNumber) };
}

/** Five routes each; a version in the path, as projects have that are replaced bit by bit. */
function projectNumber(_: unknown, index: number): DeployedProject {
  const path = `/project-${index}/1.0`;
  const templates = [path, `${path}/items`, `${path}/items/{id}`, `${path}/items/{id}/parts`, `${path}/files/{proxy+}`];
  return {
    projectId: `project-${index}`,
    displayName: `Project ${index}`,
    path,
    serverGroups: ['bench'],
    routes: templates.map((template) => ({
      resource: template,
      template,
      methods: ['ANY'],
      policy: null,
      verify: null,
    })),
  };
}

/** One for each route of a project in the middle, and of the first and the last. */
function requestsOf(count: number): readonly RequestedRoute[] {
  return [0, Math.floor(count / 2), count - 1].flatMap((index) =>
    projectNumber(undefined, index).routes.map(({ template }) => ({
      method: 'GET',
      path: template.replace('{id}', '7').replace('{proxy+}', 'a/b/c.txt'),
      resource: template,
    })),
  );
}
