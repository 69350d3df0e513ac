/** A CDK app whose bounds and grace are over in seconds: `CDK_OUTDIR=<folder> node bin/run.mjs test/support/brief-bounds-app.ts`. */
import {
  defineCatalogue,
  defineRestProject,
  defineServerGroup,
  defineTokenEndpoint,
  oauth2AccessTokens,
} from '#core/catalog/authoring.ts';
import { synthesizeTollgate } from '#lib/tollgate-app.ts';
import { BRIEF_BOUNDS } from './brief-bounds.ts';

const group = defineServerGroup({ ...BRIEF_BOUNDS, removal: 'destroy' });
const localBackend = process.env.TOLLGATE_TEST_BACKEND ?? 'http://127.0.0.1:18181';
const rest = (displayName: string, location: 'header' | 'query' | 'body') =>
  defineRestProject({
    displayName,
    contextPath: `/${displayName.toLowerCase()}`,
    target: 'https://backend.example.com',
    localTarget: localBackend,
    secureWith: oauth2AccessTokens({ location }),
    serverGroups: [group],
  });

const token = defineTokenEndpoint({
  displayName: 'Token',
  contextPath: '/token',
  accessTokenExpiryTime: 600_000,
  primary: true,
  serverGroups: [group],
});

synthesizeTollgate(
  defineCatalogue({
    serverGroups: [group],
    projects: [token, rest('Header', 'header'), rest('Query', 'query'), rest('Form', 'body'), rest('Other', 'header')],
  }),
);
