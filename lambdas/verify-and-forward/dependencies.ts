import type { VerifyAndForwardDependencies } from '#adapters/apigateway/verify-and-forward.ts';
import { callBackend } from '#adapters/http/call-backend.ts';
import { readCatalogue } from '#adapters/runtime/catalogue-file.ts';
import { readEnvironment } from '#adapters/runtime/environment.ts';
import { createLog } from '#adapters/runtime/log.ts';
import { registryVerifier } from '#adapters/verifier/registry-verifier.ts';
import { environment } from './environment.ts';

const catalogue = readCatalogue(new URL('./catalogue.json', import.meta.url));
const log = createLog(catalogue.serverGroup);

export const dependencies: VerifyAndForwardDependencies = {
  ...(await registryVerifier(readEnvironment(environment, process.env), catalogue, log)),
  callBackend,
  log,
};
