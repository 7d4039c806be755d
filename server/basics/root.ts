import { existsSync } from 'node:fs';
import path from 'node:path';

/** The project's folder, from the sources as well as from `dist/`: the nearest one above with a package.json. */
function findRoot(): string {
  let folder = import.meta.dirname;
  while (!existsSync(path.join(folder, 'package.json'))) folder = path.dirname(folder);
  return folder;
}

const root = findRoot();

/** An absolute path inside the project: `inProject('data', 'states.tsv')`. */
export const inProject = (...parts: string[]): string => path.join(root, ...parts);
