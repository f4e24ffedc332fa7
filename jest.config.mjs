/** One configuration for every project: native ESM through swc; real servers come from testkit's global set-up. */
export default {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': '@swc/jest' },
  testMatch: ['<rootDir>/{libs,services,e2e,scripts}/**/*.test.ts'],
  modulePathIgnorePatterns: ['<rootDir>/(dist|out|data|.cache)/'],
  globalSetup: '<rootDir>/libs/testkit/src/global-setup.ts',
  globalTeardown: '<rootDir>/libs/testkit/src/global-teardown.ts',
  testTimeout: 180_000,
  maxWorkers: 2,
  workerIdleMemoryLimit: '1GB', // modules of finished files stay in memory; a worker that grew is replaced
};
