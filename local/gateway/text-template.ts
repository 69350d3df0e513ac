/** Templates of text with `$context.x`, `$stageVariables.x` and `$method.request.header.x` in it; no Velocity is run. */
import { lookUp } from './context-variables.ts';
import type { Invocation } from './invocation.ts';
import { mappedHeader, parseMappingSource } from './parameter-mapping.ts';

export type TextTemplate = readonly TemplatePart[];
type TemplatePart = { readonly text: string } | { readonly reference: string };

const REFERENCE =
  /\$(?:\{((?:context|stageVariables)(?:\.\w+)+)\}|(context(?:\.\w+)+|stageVariables\.\w+|method\.request\.(?:header|path|querystring)\.[\w-]+))/g;

/** A gateway response's template: what is no reference stays text, `#if` too. */
export function parseTextTemplate(source: string): TextTemplate {
  const parts: TemplatePart[] = [];
  let end = 0;
  for (const match of source.matchAll(REFERENCE)) {
    parts.push({ text: source.slice(end, match.index) }, { reference: match[1] ?? match[2] ?? '' });
    end = match.index + match[0].length;
  }
  return [...parts, { text: source.slice(end) }];
}

/** A mapping template, which AWS runs through Velocity: `undefined` when it needs more than plain references. */
export function parseMappingTemplate(source: string): TextTemplate | undefined {
  const template = parseTextTemplate(source);
  const needsVelocity = template.some(
    (part) =>
      ('text' in part && (/#(?:\{?[a-z]|[#*[@])/.test(part.text) || /\$[!{]?[A-Za-z]/.test(part.text))) ||
      ('reference' in part && part.reference.startsWith('method.')),
  );
  return needsVelocity ? undefined : template;
}

/**
 * Fills a template; what is absent becomes the empty string.
 *
 * @param written how a value is written: {@link insideJsonString} where the template is JSON. `$context.error.messageString`
 * is JSON text with its own quotes, and is never escaped again.
 */
export function renderTextTemplate(
  template: TextTemplate,
  invocation: Invocation,
  written: (value: string) => string = (value) => value,
): string {
  return template
    .map((part) => {
      if ('text' in part) return part.text;
      const value = resolveReference(part.reference, invocation) ?? '';
      return part.reference === 'context.error.messageString' ? value : written(value);
    })
    .join('');
}

/** Escapes a value so that between the quotes of a JSON string it can neither end the string nor break the document. */
export function insideJsonString(value: string): string {
  return JSON.stringify(value).slice(1, -1);
}

function resolveReference(reference: string, invocation: Invocation): string | undefined {
  if (reference.startsWith('context.')) return lookUp(invocation.context, reference.slice('context.'.length));
  const source = parseMappingSource(reference);
  return source === undefined ? undefined : mappedHeader(source, invocation);
}
