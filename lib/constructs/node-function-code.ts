/** The code of a Lambda function: one bundle per entry, with the server group's catalogue beside it where it is read. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { type BuildOptions, buildSync } from 'esbuild';
import type { DeployedCatalogue } from '#core/catalog/deployed-catalogue.ts';
import type { DocumentCatalogue } from '#core/catalog/document-catalogue.ts';
import type { TokenCatalogue } from '#core/catalog/token-catalogue.ts';

const FUNCTION_FOLDERS = [
  'forward',
  'registry',
  'rotate-signing-keys',
  'sample-backend',
  'serve-documents',
  'sweep-audit-trail',
  'token',
  'verify-and-forward',
  'verify-access-token',
] as const;

/** A folder of `lambdas/`. */
export type FunctionFolder = (typeof FUNCTION_FOLDERS)[number];

/** What a function knows of its server group's catalogue: as much as it needs. */
export type FunctionCatalogue = DeployedCatalogue | DocumentCatalogue | TokenCatalogue;

const projectRoot = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');
let bundles: ReadonlyMap<string, string> | undefined;
let workFolder: string | undefined;
let assets = 0;

/**
 * The bundled function as an asset: `index.mjs`, and `catalogue.json` when one is given. Bundled once per process, for
 * all server groups. The content depends on the sources alone, not on where they lie.
 */
export function nodeFunctionCode(folder: FunctionFolder, catalogue?: FunctionCatalogue): Code {
  bundles ??= bundleFunctions();
  const bundle = bundles.get(folder);
  if (bundle === undefined) throw new Error(`lambdas/${folder} was not bundled.`);
  assets += 1;
  const asset = path.join(temporaryFolder(), `${folder}-${assets}`);
  mkdirSync(asset);
  writeFileSync(path.join(asset, 'index.mjs'), bundle);
  if (catalogue !== undefined) {
    writeFileSync(path.join(asset, 'catalogue.json'), `${JSON.stringify(catalogue, null, 2)}\n`);
  }
  return Code.fromAsset(asset);
}

/**
 * Bundles each `lambdas/<folder>/handler.ts` into one ES module, AWS SDK included (as AWS advises, so that what was tested
 * is what runs). There is no source map: it would more than double the asset that a cold start loads. All of them at once
 * take half the time, since what they share is parsed once.
 *
 * @param root the folder that holds `lambdas/` and `package.json`
 * @returns the bundles by folder
 * @throws Error with esbuild's messages
 */
export function bundleFunctions(root: string = projectRoot): ReadonlyMap<string, string> {
  const { outputFiles } = buildSync(bundling(root));
  return new Map(outputFiles.map((file) => [path.basename(file.path, '.js'), file.text]));
}

/** What esbuild is asked for. */
export function bundling(root: string = projectRoot) {
  return {
    absWorkingDir: root,
    entryPoints: FUNCTION_FOLDERS.map((folder) => ({ in: `lambdas/${folder}/handler.ts`, out: folder })),
    outdir: 'bundles',
    write: false,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    minify: true,
    charset: 'utf8',
    legalComments: 'none',
    sourcemap: false,
    // Whatever tsconfig.json says is for the type checker.
    tsconfigRaw: {},
    logLevel: 'silent',
    // CommonJS packages in the bundle call require for Node's own modules.
    banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
  } as const satisfies BuildOptions;
}

/** CDK copies an asset into the cloud assembly when it is made; nothing here is needed after the process. */
function temporaryFolder(): string {
  if (workFolder === undefined) {
    const folder = mkdtempSync(path.join(tmpdir(), 'tollgate-functions-'));
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
    workFolder = folder;
  }
  return workFolder;
}
