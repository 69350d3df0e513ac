// `npm run test:deploy` and `npm run test:stage`: tests of what is deployed. test/deploy/run.ts starts them.
import { shared } from './jest.config.js';
import { filesLeftOut } from './test/deploy/lists.ts';

const phase = (displayName) => ({
  ...shared,
  displayName,
  testMatch: [`<rootDir>/test/deploy/${displayName}.test.ts`],
});

export default {
  maxWorkers: '100%',
  testTimeout: 120_000,
  reporters: ['default', '<rootDir>/test/deploy/results-reporter.ts'],
  projects: [
    phase('deployment'),
    {
      ...shared,
      displayName: 'stage',
      testEnvironment: '<rootDir>/test/deploy/stage-environment.ts',
      testMatch: ['<rootDir>/test/conformance/**/*.test.ts'],
      testPathIgnorePatterns: filesLeftOut.map((file) => `/conformance/${file}$`),
    },
    phase('removal'),
  ],
};
