/** Questions to a person, on stderr; nobody is asked without a terminal or with `--no-input`. */
import { InterruptedError } from '../cli-error.ts';

export interface Prompts {
  /** Whether there is somebody to ask. */
  readonly interactive: boolean;
  confirm(question: string): Promise<boolean>;
  text(question: string): Promise<string>;
  /** Typed without being shown. */
  password(question: string): Promise<string>;
}

export function createPrompts(interactive: boolean): Prompts {
  // Most commands ask nothing, so what asks is loaded late.
  const load = () => import('@clack/prompts');
  const output = process.stderr;
  return {
    interactive,
    confirm: async (message) =>
      answerOf<boolean>(await (await load()).confirm({ message, initialValue: false, output })),
    text: async (message) => answerOf<string>(await (await load()).text({ message, output })),
    password: async (message) => answerOf<string>(await (await load()).password({ message, output })),
  };
}

/** Ctrl-C at a question is answered with a symbol. */
function answerOf<Answer extends string | boolean>(answer: Answer | symbol): Answer {
  if (typeof answer === 'symbol') throw new InterruptedError('Nothing was changed.');
  return answer;
}
