/** Narrows a flag's value to the choices that its flag has; parsing has refused all others. */
export function choiceOf<const Choice extends string>(
  choices: readonly Choice[],
  value: string | undefined,
): Choice | undefined {
  return choices.find((choice) => choice === value);
}
