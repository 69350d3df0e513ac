// `npm run test:full`: tests that need more than Node, or much time, and are therefore no part of `npm test`.
import { shared, system } from './jest.config.js';

// The fuzz tests run each time as well, with fewer events (test/support/hostile-events.ts).
process.env.TOLLGATE_FUZZ_RUNS ??= '100000';

export default {
  // One after the other: some of them measure time.
  maxWorkers: 1,
  testTimeout: 60_000,
  projects: [
    { ...system, displayName: 'full', testMatch: ['<rootDir>/test/full/**/*.test.ts'] },
    { ...shared, displayName: 'fuzz', testMatch: ['<rootDir>/test/adapters/**/*-fuzz.test.ts'] },
  ],
};
