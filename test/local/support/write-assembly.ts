/** Writes small cloud assemblies by hand, as synth would, into temporary directories. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { temporaryFolder } from '#test/support/temporary-folder.ts';

export interface StackSpec {
  readonly template: object;
  readonly environment?: string;
  readonly dependsOn?: readonly string[];
  /** Files of each asset by asset key without `.zip`. */
  readonly assets?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export function temporaryDirectory(prefix = 'local'): string {
  return temporaryFolder(prefix);
}

/** Stacks at the top level; the order is the manifest's. */
export function writeAssembly(
  stacks: Readonly<Record<string, StackSpec>>,
  directory = temporaryDirectory('assembly'),
): string {
  writeManifest(directory, stackArtifacts(directory, stacks, '.'));
  return directory;
}

/** One nested assembly for each server group. */
export function writeStages(stages: Readonly<Record<string, Readonly<Record<string, StackSpec>>>>): string {
  const directory = temporaryDirectory('assembly');
  const artifacts = Object.entries(stages).map(([name, stacks]) => {
    const directoryName = `assembly-${name}`;
    mkdirSync(path.join(directory, directoryName));
    writeManifest(
      path.join(directory, directoryName),
      stackArtifacts(path.join(directory, directoryName), stacks, '..'),
    );
    return [directoryName, { type: 'cdk:cloud-assembly', properties: { directoryName, displayName: name } }] as const;
  });
  writeManifest(directory, Object.fromEntries(artifacts));
  return directory;
}

function writeManifest(directory: string, artifacts: object): void {
  writeFileSync(path.join(directory, 'manifest.json'), JSON.stringify({ version: '55.0.0', artifacts }));
}

function stackArtifacts(directory: string, stacks: Readonly<Record<string, StackSpec>>, assetRoot: string): object {
  return Object.fromEntries(
    Object.entries(stacks).flatMap(([name, { template, environment, dependsOn = [], assets = {} }]) => {
      const files = Object.entries(assets).map(([key, contents]) => {
        const folder = path.join(directory, assetRoot, `asset.${key}`);
        for (const [file, text] of Object.entries(contents)) {
          mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
          writeFileSync(path.join(folder, file), text);
        }
        const source = { path: path.join(assetRoot, `asset.${key}`), packaging: 'zip' };
        return [key, { source, destinations: { here: { objectKey: `${key}.zip` } } }] as const;
      });
      writeFileSync(path.join(directory, `${name}.template.json`), JSON.stringify(template));
      writeFileSync(path.join(directory, `${name}.assets.json`), JSON.stringify({ files: Object.fromEntries(files) }));
      return [
        [`${name}.assets`, { type: 'cdk:asset-manifest', properties: { file: `${name}.assets.json` } }],
        [
          name,
          {
            type: 'aws:cloudformation:stack',
            environment: environment ?? 'aws://unknown-account/unknown-region',
            properties: { templateFile: `${name}.template.json`, stackName: name },
            dependencies: [`${name}.assets`, ...dependsOn],
          },
        ],
      ];
    }),
  );
}
