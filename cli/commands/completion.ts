/** `tollgate completion` */
import { usageError } from '../cli-error.ts';
import { type Command, defineCommand } from '../command/command.ts';
import { completionScript, isShell, SHELLS } from '../completion/completion-script.ts';

/** @param commands what there is to complete */
export function completion(commands: readonly Command[]): Command {
  return defineCommand({
    name: 'completion',
    summary: 'Print a script that completes commands and flags in a shell',
    examples: [
      { line: 'source <(tollgate completion bash)', about: 'bash; put it into ~/.bashrc to keep it' },
      { line: 'source <(tollgate completion zsh)', about: 'zsh; put it into ~/.zshrc to keep it' },
      { line: 'tollgate completion fish > ~/.config/fish/completions/tollgate.fish', about: 'fish' },
    ],
    arguments: { shell: { description: SHELLS.join(', ') } },
    flags: {},
    run: async ({ shell }, _, session) => {
      if (!isShell(shell))
        throw usageError(`There is no completion for "${shell}".`, `There is one for ${SHELLS.join(', ')}.`);
      session.out.raw(completionScript(shell, commands));
    },
  });
}
