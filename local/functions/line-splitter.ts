/** Makes whole lines of the pieces in which a function writes its output. */

export interface LineSplitter {
  write(text: string): void;
  /** Gives the last line even though it has no end. */
  flush(): void;
}

export function createLineSplitter(onLine: (line: string) => void): LineSplitter {
  let rest = '';
  return {
    write(text) {
      const pieces = (rest + text).split(/\r?\n/);
      rest = pieces.pop() ?? '';
      for (const line of pieces) onLine(line);
    },
    flush() {
      if (rest !== '') onLine(rest);
      rest = '';
    },
  };
}
