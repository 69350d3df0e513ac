/** The templates of the tests' catalogue, synthesized once for all test files, and read as what was written. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from '@jest/globals';
import type { TemplateView } from './test-stacks.ts';

export interface WrittenStack {
  readonly stackName: string;
  readonly environment: string;
  readonly terminationProtection: boolean;
  /** Names of the artifacts that are deployed before it. */
  readonly dependencies: readonly string[];
  /** What the synthesizer says of a construct, as `aws:cdk:warning: …`. */
  notesOn(constructPath: string): readonly string[];
}

export interface GroupTemplates {
  readonly registry: TemplateView;
  readonly gateway: TemplateView;
  readonly stacks: { readonly registry: WrittenStack; readonly gateway: WrittenStack };
}

type Group = 'alpha' | 'omega';

const read = new Map<Group, GroupTemplates>();

export function testTemplates(group: Group): GroupTemplates {
  const templates = read.get(group) ?? readGroup(path.join(assemblyFolder(), `assembly-${group}`));
  read.set(group, templates);
  return templates;
}

/** The first to come synthesizes, in a process of its own; the others wait for it. */
function assemblyFolder(): string {
  const root = process.env.TOLLGATE_TEST_TEMPLATES;
  if (root === undefined) throw new Error('The folder of the templates is not set; see template-folder.ts.');
  const folder = path.join(root, 'assembly');
  const finished = path.join(root, 'finished');
  if (isFirst(path.join(root, 'started'))) {
    execFileSync(process.execPath, ['test/support/templates-app.ts'], {
      // No AWS credentials, and no region; the catalogue is to be the one that the tests see.
      env: {
        PATH: process.env.PATH,
        HOME: root,
        NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
        CDK_OUTDIR: folder,
        CDK_VALIDATION: 'false',
        TOLLGATE_TEST_BACKEND: process.env.TOLLGATE_TEST_BACKEND,
      },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    writeFileSync(finished, '');
  }
  const deadline = Date.now() + 60_000;
  while (!existsSync(finished)) {
    if (Date.now() > deadline) throw new Error('The templates were not synthesized within a minute.');
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
  }
  return folder;
}

/** The texts of all templates, as they were written. */
export function templateTexts(): readonly string[] {
  const folder = assemblyFolder();
  return readdirSync(folder)
    .filter((name) => name.startsWith('assembly-'))
    .flatMap((name) => readdirSync(path.join(folder, name)).map((file) => path.join(folder, name, file)))
    .filter((file) => file.endsWith('.template.json'))
    .map((file) => readFileSync(file, 'utf8'));
}

function isFirst(marker: string): boolean {
  try {
    mkdirSync(marker);
    return true;
  } catch {
    return false;
  }
}

// biome-ignore lint/suspicious/noExplicitAny: what synth wrote is JSON that tests look into
function json(...file: readonly string[]): any {
  return JSON.parse(readFileSync(path.join(...file), 'utf8'));
}

function readGroup(folder: string): GroupTemplates {
  const artifacts = Object.entries<ReturnType<typeof json>>(json(folder, 'manifest.json').artifacts);
  const find = (name: string) => {
    const found = artifacts.find(
      ([id, { type }]) => type === 'aws:cloudformation:stack' && id.replace(/^(alpha|omega)/, '').startsWith(name),
    );
    if (found === undefined) throw new Error(`There is no stack ${name}.`);
    return found;
  };
  const [registry, gateway] = [find('Registry'), find('Gateway')];
  const written = ([id, artifact]: typeof registry): WrittenStack => ({
    stackName: artifact.properties.stackName,
    environment: artifact.environment,
    terminationProtection: artifact.properties.terminationProtection,
    dependencies: artifact.dependencies,
    notesOn: (constructPath) =>
      (json(folder, `${id}.metadata.json`)[`/${constructPath}`] ?? [])
        .filter(({ type }: { type: string }) => /^aws:cdk:(info|warning|error)$/.test(type))
        .map(({ type, data }: { type: string; data: string }) => `${type}: ${data}`),
  });
  return {
    registry: view(json(folder, registry[1].properties.templateFile)),
    gateway: view(json(folder, gateway[1].properties.templateFile)),
    stacks: { registry: written(registry), gateway: written(gateway) },
  };
}

/** Looks into a template as CDK's own assertions do. */
function view(template: ReturnType<typeof json>): TemplateView {
  const ofType = (type: string) =>
    Object.values<{ Type: string; Properties: object }>(template.Resources).filter(({ Type }) => Type === type);
  return {
    toJSON: () => template,
    resourceCountIs: (type, count) => expect(ofType(type)).toHaveLength(count),
    hasResourceProperties: (type, properties) => {
      const fits = ofType(type).some(({ Properties }) => {
        try {
          expect(Properties).toMatchObject(properties);
          return true;
        } catch {
          return false;
        }
      });
      if (!fits) expect(ofType(type).map(({ Properties }) => Properties)).toContainEqual(properties);
    },
  };
}
