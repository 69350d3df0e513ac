/** Collects what is wrong in a document, each problem with its file, its line and its place. */
import { CatalogueError } from '#core/catalog/catalogue-error.ts';

/** The keys that lead to a value; numbers are positions in lists. */
export type Place = readonly (string | number)[];

/** What a problem needs to know of the file that it is in. */
export interface Located {
  /** As messages call the file: relative to the folder of the document. */
  readonly name: string;
  /** The line of the value, or of the nearest one around it that the file has. */
  readonly lineOf: (place: Place) => number;
}

export interface ProblemList {
  readonly add: (file: Located, place: Place, message: string) => void;
  /** For problems that are not at one place. */
  readonly addText: (text: string) => void;
  readonly isEmpty: () => boolean;
  /** @throws CatalogueError with all of them, if there are any */
  readonly throwIfAny: () => void;
}

/** As many problems as somebody reads at once. */
const TOLD = 50;

export function problemList(): ProblemList {
  const problems = new Set<string>();
  return {
    add: (file, place, message) =>
      problems.add(
        `${file.name}:${file.lineOf(place)}: ${place.length === 0 ? '' : `${formatPlace(place)}: `}${message}`,
      ),
    addText: (text) => problems.add(text),
    isEmpty: () => problems.size === 0,
    throwIfAny: () => {
      if (problems.size === 0) return;
      const told = [...problems].slice(0, TOLD);
      const more = problems.size - told.length;
      throw new CatalogueError(more === 0 ? told : [...told, `… and ${more} more.`]);
    },
  };
}

/** For instance `paths./orders/{id}.get.security[0]`. */
export function formatPlace(place: Place): string {
  return place.map((key, index) => (typeof key === 'number' ? `[${key}]` : `${index === 0 ? '' : '.'}${key}`)).join('');
}
