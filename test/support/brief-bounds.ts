/** The server group of brief-bounds-app.ts, for tests in which time passes by itself. */
export const BRIEF_BOUNDS = {
  name: 'brief',
  authorizerCacheSeconds: 2,
  verifierCacheSeconds: 2,
  outageGraceSeconds: 4,
} as const;
