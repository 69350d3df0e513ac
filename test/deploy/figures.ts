/** What a run measures, in seconds. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export const FIGURES_FILE = 'figures.json';

const NAMES = {
  bootstrap: 'bootstrap',
  firstDeployment: 'first deployment of a server group',
  firstToken: 'from start to first token',
  unchanged: 'deployment of two server groups without changes',
  sixtyProjects: 'deployment of sixty projects',
} as const;

export type Figures = Readonly<Partial<Record<keyof typeof NAMES, number>>>;

/** Adds to what was measured already. */
export function recordFigures(figures: Figures): void {
  const file = path.join(process.env.TOLLGATE_TEST_FOLDER ?? '', FIGURES_FILE);
  const known: Figures = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  writeFileSync(file, JSON.stringify({ ...known, ...figures }));
}

export function figuresLine(figures: Figures): string {
  const told = Object.entries(NAMES).flatMap(([name, text]) => {
    const seconds = Object.entries(figures).find(([one]) => one === name)?.[1];
    return seconds === undefined ? [] : [`${text} ${seconds.toFixed(1)} s`];
  });
  return `Measured: ${told.join(', ')}.`;
}
