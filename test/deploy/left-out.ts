export const filesLeftOut = ['moved-clock.test.ts', 'restart.test.ts', 'cli.test.ts'];
