/** Flags and arguments of a command as data, and their values with the types that follow from it. */

export interface TextFlag {
  readonly kind: 'text';
  readonly description: string;
  /** What stands for its value in help. */
  readonly value: string;
  readonly required?: boolean;
  readonly choices?: readonly string[];
  /** One letter. */
  readonly short?: string;
}

export interface ListFlag extends Omit<TextFlag, 'kind'> {
  /** May be given several times. */
  readonly kind: 'list';
}

export interface SwitchFlag {
  readonly kind: 'switch';
  readonly description: string;
  readonly short?: string;
}

export type FlagSpec = TextFlag | ListFlag | SwitchFlag;
/** By name in camelCase. */
export type FlagSpecs = Readonly<Record<string, FlagSpec>>;

export type FlagValues<Specs extends FlagSpecs> = {
  readonly [Name in keyof Specs]: Specs[Name] extends SwitchFlag
    ? boolean
    : Specs[Name] extends ListFlag
      ? readonly string[]
      : Specs[Name] extends { readonly required: true }
        ? string
        : string | undefined;
};

export interface ArgumentSpec {
  readonly description: string;
  readonly optional?: boolean;
  readonly choices?: readonly string[];
}
/** In order, by name in camelCase. */
export type ArgumentSpecs = Readonly<Record<string, ArgumentSpec>>;

export type ArgumentValues<Specs extends ArgumentSpecs> = {
  readonly [Name in keyof Specs]: Specs[Name] extends { readonly optional: true } ? string | undefined : string;
};

/** `keyApproval` as it is typed: `key-approval`. */
export function kebabCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** Gives every flag a value: false and no items where none was given. */
export function completeFlags(specs: FlagSpecs, given: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(specs).map(([name, { kind }]) => [
      name,
      given[name] ?? (kind === 'switch' ? false : kind === 'list' ? [] : undefined),
    ]),
  );
}

export function areFlagValues<Specs extends FlagSpecs>(
  specs: Specs,
  values: Readonly<Record<string, unknown>>,
): values is FlagValues<Specs> {
  return Object.entries(specs).every(([name, spec]) => {
    const value = values[name];
    if (spec.kind === 'switch') return typeof value === 'boolean';
    if (spec.kind === 'list') return Array.isArray(value) && value.every((one) => typeof one === 'string');
    return typeof value === 'string' || (value === undefined && spec.required !== true);
  });
}

export function areArgumentValues<Specs extends ArgumentSpecs>(
  specs: Specs,
  values: Readonly<Record<string, unknown>>,
): values is ArgumentValues<Specs> {
  return Object.entries(specs).every(
    ([name, { optional }]) => typeof values[name] === 'string' || (values[name] === undefined && optional === true),
  );
}
