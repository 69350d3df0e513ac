/** Reads the policy that an authorizer returned, and decides by it whether a method may be called. */
import { isObject } from '../json-value.ts';

export type Policy = readonly Statement[];

interface Statement {
  readonly effect: 'Allow' | 'Deny';
  readonly actions: Patterns;
  readonly resources: Patterns;
}

/** Matches if any pattern does, or, for NotAction and NotResource, if none does. */
interface Patterns {
  readonly negated: boolean;
  readonly patterns: readonly string[];
}

const STATEMENT_KEYS = new Set(['Sid', 'Effect', 'Action', 'NotAction', 'Resource', 'NotResource']);

/**
 * Conditions, principals and unknown keys are not evaluated here, so a policy that has them is malformed: a statement
 * must never count for more than it says.
 *
 * @returns `undefined` for a malformed policy
 */
export function parsePolicy(document: unknown): Policy | undefined {
  if (!isObject(document)) return undefined;
  const given: readonly unknown[] = Array.isArray(document.Statement) ? document.Statement : [document.Statement];
  const statements = given.map(parseStatement).filter((statement) => statement !== undefined);
  return statements.length === given.length ? statements : undefined;
}

function parseStatement(statement: unknown): Statement | undefined {
  if (!isObject(statement) || !Object.keys(statement).every((key) => STATEMENT_KEYS.has(key))) return undefined;
  const { Effect: effect } = statement;
  const actions = parsePatterns(statement.Action, statement.NotAction);
  const resources = parsePatterns(statement.Resource, statement.NotResource);
  if ((effect !== 'Allow' && effect !== 'Deny') || actions === undefined || resources === undefined) return undefined;
  return { effect, actions, resources };
}

function parsePatterns(positive: unknown, negative: unknown): Patterns | undefined {
  if ((positive === undefined) === (negative === undefined)) return undefined;
  const given = positive ?? negative;
  const patterns: readonly unknown[] = Array.isArray(given) ? given : [given];
  const texts = patterns.filter((pattern) => typeof pattern === 'string');
  return texts.length === patterns.length ? { negated: positive === undefined, patterns: texts } : undefined;
}

export type PolicyDecision = 'allow' | 'explicit-deny' | 'implicit-deny';

/** A Deny that matches wins over every Allow; what no statement allows is denied. */
export function evaluatePolicy(policy: Policy, methodArn: string): PolicyDecision {
  const effects = policy
    .filter(
      ({ actions, resources }) => matches(actions, 'execute-api:invoke', true) && matches(resources, methodArn, false),
    )
    .map(({ effect }) => effect);
  if (effects.includes('Deny')) return 'explicit-deny';
  return effects.includes('Allow') ? 'allow' : 'implicit-deny';
}

function matches({ negated, patterns }: Patterns, text: string, ignoreCase: boolean): boolean {
  return patterns.some((pattern) => matchesWildcards(ignoreCase ? pattern.toLowerCase() : pattern, text)) !== negated;
}

/** `*` stands for any text, slashes included, `?` for one character. Takes time linear in both for each `*`. */
export function matchesWildcards(pattern: string, text: string): boolean {
  let at = 0;
  let next = 0;
  let star = -1;
  let resume = 0;
  while (next < text.length) {
    if (pattern[at] === '*') {
      star = at;
      resume = next;
      at += 1;
    } else if (at < pattern.length && (pattern[at] === '?' || pattern[at] === text[next])) {
      at += 1;
      next += 1;
    } else if (star >= 0) {
      at = star + 1;
      resume += 1;
      next = resume;
    } else {
      return false;
    }
  }
  return [...pattern.slice(at)].every((character) => character === '*');
}
