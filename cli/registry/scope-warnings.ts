/** Tells where the scopes of a product and those of its projects do not fit together. */
import type { WireProduct, WireProject } from '#core/registry/contract.ts';
import type { Session } from '../session.ts';

/** For people alone, and never a reason to fail: what it is about is stored already. */
export async function warnOfScopes({ out, registry }: Session, product: WireProduct): Promise<void> {
  if (out.format === 'json') return;
  try {
    const { body } = await (await registry()).call('listProjects', {});
    for (const warning of scopeWarnings(product, body.items)) out.talk(warning);
  } catch {
    // Whoever may write products need not be one who may read projects.
  }
}

/** A project of which the product opens some operations alone asks for scopes that these may not need. */
export function scopeWarnings(
  { productId, projects: held, scopes }: WireProduct,
  projects: readonly WireProject[],
): readonly string[] {
  const opened = projects.filter(({ projectId }) => held.some((one) => one.projectId === projectId));
  const whole = opened.filter(({ projectId }) =>
    held.some((one) => one.projectId === projectId && !('operations' in one) && !('soapOperations' in one)),
  );
  const lacking = whole.flatMap((project) => {
    const missing = project.scopes.filter((scope) => !scopes.includes(scope));
    if (missing.length === 0) return [];
    return `Warning: ${productId} lacks ${missing.join(', ')}, which ${project.projectId} asks for: calls that need it are answered with 403.`;
  });
  const unasked = scopes.filter((scope) => !opened.some((project) => project.scopes.includes(scope)));
  if (unasked.length === 0) return lacking;
  // A backend is told the scopes of a caller, and may ask for more than the gateway does.
  return [
    ...lacking,
    `Note: ${productId} sells ${unasked.join(', ')}, which none of its projects asks for: the backends alone see it.`,
  ];
}
