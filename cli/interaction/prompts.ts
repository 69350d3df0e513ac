/** Questions to a person, on stderr; nobody is asked without a terminal or with `--no-input`. */
import { InterruptedError } from '../cli-error.ts';

export interface Prompts {
  /** Whether there is somebody to ask. */
  readonly interactive: boolean;
  /** @param initial the answer that return gives; no, unless something else is said */
  confirm(question: string, initial?: boolean): Promise<boolean>;
  text(question: string, options?: TextOptions): Promise<string>;
  /** At least one of the choices. */
  several(question: string, choices: readonly string[], initial: readonly string[]): Promise<readonly string[]>;
  /** Typed without being shown. */
  password(question: string): Promise<string>;
}

export interface TextOptions {
  /** Stands there already, to be taken or changed. */
  readonly initial?: string;
  /** Says what is wrong with an answer; it is asked for again then. */
  readonly check?: (answer: string) => string | undefined;
}

export function createPrompts(interactive: boolean): Prompts {
  // Most commands ask nothing, so what asks is loaded late.
  const load = () => import('@clack/prompts');
  const output = process.stderr;
  return {
    interactive,
    confirm: async (message, initialValue = false) =>
      answerOf<boolean>(await (await load()).confirm({ message, initialValue, output })),
    text: async (message, { initial, check } = {}) => {
      const initialValue = initial === undefined ? {} : { initialValue: initial };
      const validate = (answer = '') => check?.(answer);
      // An empty answer is undefined to the library, and no text to us.
      return answerOf<string>((await (await load()).text({ message, ...initialValue, validate, output })) ?? '');
    },
    several: async (message, choices, initial) => {
      const options = choices.map((value) => ({ value, label: value }));
      const question = { message, options, initialValues: [...initial], required: true, output };
      return answerOf<readonly string[]>(await (await load()).multiselect<string>(question));
    },
    password: async (message) => answerOf<string>(await (await load()).password({ message, output })),
  };
}

/** Ctrl-C at a question is answered with a symbol. */
function answerOf<Answer extends string | boolean | readonly string[]>(answer: Answer | symbol): Answer {
  if (typeof answer === 'symbol') throw new InterruptedError('Nothing was changed.');
  return answer;
}
