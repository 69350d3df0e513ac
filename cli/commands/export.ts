/** `tollgate export` */
import { defineCommand } from '../command/command.ts';
import { exportManifest } from '../declarative/export-manifest.ts';

export const exportCommand = defineCommand({
  name: 'export',
  summary: 'Write products, clients and subscriptions in the form that apply takes',
  details: 'Secrets are not in it: nobody can show them again. Revoked subscriptions are left out.',
  examples: [
    { line: 'tollgate export > registry.yaml', about: 'As YAML' },
    { line: 'tollgate export --output json', about: 'As JSON' },
  ],
  arguments: {},
  flags: {},
  run: async (_, __, session) => {
    const { manifest, unreadable } = await exportManifest(await session.registry());
    const { stringify } = await import('yaml');
    session.out.text(stringify(manifest, { lineWidth: 0 }).trimEnd(), manifest);
    for (const id of unreadable) session.out.talk(`Warning: "${id}" is damaged and was left out.`);
  },
});
