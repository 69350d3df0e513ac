// `npm start` and `npm stop`: the embedded host.
import { main } from '#local/main.ts';

process.exitCode = await main(process.argv.slice(2));
