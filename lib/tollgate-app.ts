/** The whole CDK app: one stage per server group of a catalogue. */
import { App, type AppProps } from 'aws-cdk-lib';
import type { Catalogue } from '#core/catalog/catalogue.ts';
import cdkJson from '../cdk.json' with { type: 'json' };
import { assertTemplatesWithinLimits } from './gateway-limits.ts';
import { ServerGroupStage } from './server-group-stage.ts';

/**
 * Builds the app, has it checked, and writes its cloud assembly.
 *
 * @throws GatewayLimitError if a server group is more than AWS takes
 * @throws ValidationFailed if a security check finds what nobody has acknowledged
 */
export async function synthesizeTollgate(catalogue: Catalogue, options: AppProps = {}): Promise<void> {
  const app = tollgateApp(catalogue, options);
  // This turns off the CDK's own checks as well. What is not needed is not loaded: a host on a laptop starts the sooner.
  if (process.env.CDK_VALIDATION !== 'false') (await import('./check-security.ts')).checkSecurity(app);
  writeAssembly(app);
}

/**
 * Writes the cloud assembly, to where the CDK CLI asks for it (CDK_OUTDIR) unless the app was told otherwise.
 *
 * @throws GatewayLimitError if a server group is more than AWS takes
 */
export function writeAssembly(app: App): void {
  app.synth();
  for (const stage of app.node.children) {
    // A stage is synthesized once; this is what was written.
    if (stage instanceof ServerGroupStage) assertTemplatesWithinLimits(stage.synth(), stage.group);
  }
}

/** Builds the app without writing anything. */
export function tollgateApp(catalogue: Catalogue, options: AppProps = {}): App {
  // The CLI hands the feature flags of cdk.json over; the same ones apply where the app is run without it.
  const context = { ...cdkJson.context, ...options.context };
  // Under the CLI an app synthesizes itself once more when the process ends, even one that was given up half built.
  const app = new App({ autoSynth: false, ...options, context });
  for (const group of catalogue.serverGroups) new ServerGroupStage(app, group.name, { catalogue, group });
  return app;
}
