// `npm run test:full`: tests that need more than Node, and are therefore no part of `npm test`.
import { system } from './jest.config.js';

export default {
  testTimeout: 60_000,
  projects: [{ ...system, displayName: 'full', testMatch: ['<rootDir>/test/full/**/*.test.ts'] }],
};
