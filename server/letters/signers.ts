/** What the desk's pages of a letter say of its signers. A room that stands after this one knows it. */
import type { Viewer } from '../basics/viewer.ts';
import type { Letter } from './store.ts';

interface Link {
  label: string;
  url: string;
}

export interface Signers {
  /** How many signatures the text has as it stands, and how many were given to an earlier one and do not count. */
  counted: number;
  earlier: number;
  /** How far asking those of an earlier text has come. */
  asking: 'unasked' | 'running' | 'done';
  waits: { words: string; url: string }[];
  /** The list of signatures as a file. */
  downloads: Link[];
}

/** Something that waits, and where it is done. */
export interface Waiting extends Link {
  words: string;
}

export interface SignersDesk {
  /** Null for a letter that has no signatures of the public. */
  find(letter: Letter): Promise<Signers | null>;
  /** What of the letter's legislators and their offices waits for somebody. */
  listWaiting(letter: Letter, viewer: Viewer | null): Promise<Waiting[]>;
  /** Why signatures are removed, in words. */
  reasons: Readonly<Record<string, string>>;
}

export const noSigners: SignersDesk = { find: async () => null, listWaiting: async () => [], reasons: {} };
