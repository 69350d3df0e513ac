/** `npm run docs:cli`: writes docs/cli.md anew from the commands. */
import { writeFileSync } from 'node:fs';
import { cliReference } from '#cli/reference.ts';

writeFileSync('docs/cli.md', cliReference());
