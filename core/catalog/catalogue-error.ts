/** The problems of a catalogue, as its author is told of them. */

export class CatalogueError extends Error {
  override readonly name = 'CatalogueError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(
      `The catalogue has ${problems.length === 1 ? 'a problem' : `${problems.length} problems`}:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`,
    );
    this.problems = problems;
    // Where in our code the list was put together helps nobody who reads it.
    this.stack = `${this.name}: ${this.message}`;
  }
}
