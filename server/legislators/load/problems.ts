import type { Located, SourceFile } from './documents.ts';
import { MOST_PROBLEMS, type Roster } from './roster.ts';
import type { Complain } from './values.ts';

/** Collects the problems of a roster while it is read, up to as many as anybody reads. */
export class ProblemList {
  readonly #roster: Roster;
  constructor(roster: Roster) {
    this.#roster = roster;
  }

  get any(): boolean {
    return this.#roster.problems.length > 0;
  }

  get full(): boolean {
    return this.#roster.problems.length >= MOST_PROBLEMS;
  }

  add(file: string, row: number | null, message: string): void {
    if (!this.full) this.#roster.problems.push({ file, row, message });
  }

  note(text: string): void {
    this.#roster.notes.push(text);
  }

  /** Complains about one record of a file. The line is looked up only when there is something to say. */
  within(file: SourceFile, record: Located): Complain {
    return (path, message) => {
      if (!this.full) this.add(file.name, record.rowOf(path), message);
    };
  }
}

/** The day so many days before another. */
export const daysBefore = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10);
