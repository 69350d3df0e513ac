#!/usr/bin/env node
// The command line, run by a Node that understands TypeScript whichever one is installed.
process.argv.splice(2, 0, 'bin/tollgate.ts');
await import('./run.mjs');

export {};
