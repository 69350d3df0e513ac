import { availableParallelism } from 'node:os';

/** Native ES modules; TypeScript is stripped by swc. */
export const shared = {
  testEnvironment: '<rootDir>/test/support/compile-once.mjs',
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2024',
          parser: { syntax: 'typescript' },
          experimental: { keepImportAttributes: true }, // `with { type: 'json' }`
        },
        module: { type: 'es6' },
      },
    ],
  },
  modulePathIgnorePatterns: ['<rootDir>/cdk.out/', '<rootDir>/.tollgate/', '<rootDir>/.cache/'],
};

/** Tests that talk to an embedded host, as jest.full.config.js has them too. */
export const system = {
  ...shared,
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
};

export default {
  // One more for two, since many tests wait for processes that they start.
  maxWorkers: Math.ceil(availableParallelism() * 1.5),
  // A hang is told apart from a slow machine by this; no test measures itself by it.
  testTimeout: 20_000,
  projects: [
    {
      ...shared,
      displayName: 'unit',
      testMatch: ['<rootDir>/test/{core,adapters,lambdas,lib,local,cli,bin,rules}/**/*.test.ts'],
      globalSetup: '<rootDir>/test/support/template-folder.ts',
    },
    { ...system, displayName: 'system', testMatch: ['<rootDir>/test/conformance/**/*.test.ts'] },
  ],
};
