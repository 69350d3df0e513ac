/** The embedded host: serves the synthesized template of one server group on loopback ports until it is stopped. */
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { readCloudAssembly } from './assembly/read-cloud-assembly.ts';
import { type Credentials, loadCredentials, makeCredentials } from './credentials.ts';
import { startDynamoDb } from './data/dynamodb-server.ts';
import { startKms } from './data/kms-server.ts';
import { chooseDemoProjects, type Demo, provideDemo } from './demo/create-demo.ts';
import { createSignedPost } from './demo/signed-request.ts';
import { type Deployment, type DeploymentTarget, deployAssembly } from './deploy-assembly.ts';
import { errorMessageOf } from './error-facts.ts';
import { createFunctionRouter } from './functions/function-router.ts';
import type { BuildRestApis, RequestLogEntry } from './gateway/rest-api-host.ts';
import { createHostEndpoints, type ListenGateway } from './host-endpoints.ts';
import type { Lifetime } from './lifecycle/lifetime.ts';
import { claimDataDirectory } from './lifecycle/running-host.ts';
import { describeHost, type LocalJson } from './local-json.ts';
import { writePrivateJson } from './private-file.ts';
import { startSynthesis } from './synthesis/synthesize.ts';
import { watchSources } from './synthesis/watch-sources.ts';

export interface HostOptions {
  readonly projectRoot: string;
  readonly dataDirectory: string;
  readonly serverGroup: string;
  /** The first API's port, the next ones follow; 0 for free ones. */
  readonly port: number;
  /** An assembly that is there already; without one the project is synthesized. */
  readonly assembly: string | undefined;
  /** Makes no demo data. */
  readonly gatewayOnly: boolean;
  /** Clears the data first. */
  readonly reset: boolean;
  /** Synthesizes again when the sources change. */
  readonly watch: boolean;
  readonly gateway: { readonly listenGateway: ListenGateway; readonly buildRestApis: BuildRestApis };
  /** Puts something between the functions and the stand-ins. @default - functions reach them directly */
  readonly routeToStandIns?: (standIns: StandInUrls) => Promise<StandInUrls>;
  readonly report: HostReport;
  /** Ended by the caller; when the start fails too. */
  readonly lifetime: Lifetime;
  /** Another process asked this host to stop. */
  readonly onStopRequested: () => void;
}

/** How the host tells what it does. */
export interface HostReport {
  /** Something that takes a while; the returned function is called when it is done. */
  begin(what: string): () => void;
  note(text: string): void;
  request(entry: RequestLogEntry): void;
}

/** Where the stand-ins for AWS services are reached: origins such as `http://127.0.0.1:8000`. */
export interface StandInUrls {
  readonly dynamodb: string;
  readonly kms: string;
}

export interface RunningHost {
  readonly info: LocalJson;
  /** Deploys the same assembly again: all functions start anew, on the same ports and data. */
  redeploy(): Promise<void>;
  /** Runs the template's triggers once more, as a deployment that changes no function would. */
  runTriggers(): Promise<void>;
  stop(): Promise<void>;
}

/** What `--reset` removes, with what it is. */
const RESETTABLE: Readonly<Record<string, string>> = {
  dynamodb: 'tables',
  'kms.json': 'keys',
  'demo.json': 'demo',
  'credentials.json': 'registry credentials',
  logs: 'logs',
};

/**
 * Starts the host; when it returns, everything answers and `local.json` is written.
 *
 * @throws AlreadyRunningError, PortTakenError, SynthesisError, UnsupportedTemplateError
 */
export async function startHost(options: HostOptions): Promise<RunningHost> {
  const { dataDirectory, lifetime, report } = options;
  const file = (name: string) => path.join(dataDirectory, name);
  mkdirSync(dataDirectory, { recursive: true, mode: 0o700 });
  const claim = await claimDataDirectory(dataDirectory, options.onStopRequested);
  lifetime.onEnd(claim.release);
  // A file that a crash left behind says that a host is ready that is not.
  rmSync(file('local.json'), { force: true });
  if (options.reset) removeData(options);
  rmSync(file('functions'), { recursive: true, force: true });

  const functionCredentials = makeCredentials();
  const [assemblyDirectory, dynamodb, kms] = await Promise.all([
    options.assembly ?? synthesize(options),
    startedFor(lifetime, startDynamoDb(file('dynamodb'), functionCredentials.accessKeyId)),
    startedFor(lifetime, startKms(functionCredentials.accessKeyId)),
  ]);
  const standIns = { dynamodb: dynamodb.endpoint, kms: kms.origin };
  const reachedAt = (await options.routeToStandIns?.(standIns)) ?? standIns;
  const started = report.begin('Starting');
  const endpoints = createHostEndpoints(options.gateway.listenGateway, options.port);
  lifetime.onEnd(endpoints.stop);
  const credentials = loadCredentials(file('credentials.json'));
  const target: DeploymentTarget = {
    endpoints,
    dynamodb,
    kms,
    standIns: reachedAt,
    credentials,
    functionCredentials,
    masterKeysFile: file('kms.json'),
    codeDirectory: file('functions'),
    logsDirectory: file('logs'),
    router: createFunctionRouter(),
    buildRestApis: options.gateway.buildRestApis,
    onRequest: report.request,
  };
  const deploy = () => deployAssembly(readCloudAssembly(assemblyDirectory, options.serverGroup), target);

  let deployment = await deploy();
  lifetime.onEnd(() => deployment.functions.stop());
  const demo = options.gatewayOnly ? undefined : await tryDemo(deployment, credentials, file('demo.json'), report);
  started();
  const publish = () => {
    const info = describeHost(deployment, credentials, demo);
    if (!lifetime.ended) writePrivateJson(file('local.json'), info);
    return info;
  };
  lifetime.onEnd(() => rmSync(file('local.json'), { force: true }));
  const info = publish();
  deployment.prewarm();

  /** @returns the functions that were served before */
  const exchange = async () => {
    const former = deployment.functions;
    deployment = await deploy();
    publish();
    return former;
  };
  if (options.watch && options.assembly === undefined) {
    const watcher = watchSources(options.projectRoot, async () => {
      try {
        await synthesize(options);
        const replaced = report.begin('Exchanging');
        const former = await exchange();
        replaced();
        deployment.prewarm();
        await former.retire();
      } catch (error) {
        if (!lifetime.ended) report.note(`${errorMessageOf(error)}\nStill serving what was there before.`);
      }
    });
    lifetime.onEnd(watcher.stop);
  }
  return {
    info,
    redeploy: async () => (await exchange()).retire(),
    runTriggers: () => deployment.runTriggers(),
    stop: lifetime.end,
  };
}

function removeData({ dataDirectory, report }: HostOptions): void {
  report.note(`Removing the local data in ${dataDirectory}: ${Object.values(RESETTABLE).join(', ')}.`);
  for (const name of Object.keys(RESETTABLE)) {
    rmSync(path.join(dataDirectory, name), { recursive: true, force: true });
  }
}

/** @returns the directory of the assembly */
async function synthesize({ projectRoot, dataDirectory, report, lifetime }: HostOptions): Promise<string> {
  const done = report.begin('Synthesizing');
  const outputDirectory = path.join(dataDirectory, 'cdk.out');
  const cacheDirectory = path.join(dataDirectory, 'compile-cache');
  const synthesis = startSynthesis({ projectRoot, outputDirectory, cacheDirectory });
  lifetime.onEnd(synthesis.stop);
  await synthesis.done;
  done();
  return outputDirectory;
}

/** Ends with the host even when another part fails while this one is still starting. */
async function startedFor<T extends { stop(): Promise<void> }>(lifetime: Lifetime, starting: Promise<T>): Promise<T> {
  const part = await starting;
  lifetime.onEnd(() => part.stop());
  return part;
}

/** A host without demo is of use; why there is none is said in one line. */
async function tryDemo(
  { tollgate, outputs, region }: Deployment,
  credentials: Credentials,
  file: string,
  report: HostReport,
): Promise<Demo | undefined> {
  const { RegistryUrl } = outputs;
  if (typeof RegistryUrl !== 'string') return undefined;
  const post = createSignedPost(RegistryUrl.replace(/\/$/, ''), region, credentials);
  try {
    return await provideDemo(chooseDemoProjects(tollgate.projects), file, post, report.note);
  } catch (error) {
    report.note(errorMessageOf(error));
    return undefined;
  }
}
