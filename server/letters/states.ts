import type { LetterState } from '../db/tables.ts';

export interface Move {
  to: LetterState;
  /** Whether somebody must say why. */
  needsReason: boolean;
  /** What a button says, and what then happens. */
  button: string;
  effect: string;
  /** A past participle, for the history. */
  deed: string;
  /** True for a move that programs can ask for and no page offers. */
  unoffered?: true;
}

const withdraw: Move = {
  to: 'withdrawn',
  needsReason: true,
  button: 'Withdraw the letter',
  effect: 'The letter stops for good. Whoever saw it published still finds it, marked as withdrawn.',
  deed: 'withdrawn',
};

/** The one table of allowed moves; what is not in it cannot happen. */
const moves: Record<LetterState, Move[]> = {
  draft: [
    {
      to: 'circulating',
      needsReason: false,
      button: 'Publish the letter',
      effect: 'Everybody can read it. Its text is then fixed: a change is a new version.',
      deed: 'published',
    },
    // Nobody has seen a draft: it is deleted.
    { ...withdraw, unoffered: true },
  ],
  circulating: [
    {
      to: 'closed',
      needsReason: false,
      button: 'Close the letter',
      effect: 'Nobody can sign any more. You can open it again with a new deadline.',
      deed: 'closed',
    },
    withdraw,
  ],
  closed: [
    {
      to: 'sent',
      needsReason: false,
      button: 'Mark as sent',
      effect: 'The letter went to its addressees. This cannot be undone.',
      deed: 'sent',
    },
    {
      to: 'circulating',
      needsReason: true,
      button: 'Open it again',
      effect: 'It can be signed until a new deadline.',
      deed: 'reopened',
    },
    withdraw,
  ],
  sent: [withdraw],
  withdrawn: [],
};

/** The moves that a letter in this state has. */
export const movesFrom = (state: LetterState): Move[] => moves[state];

/** The move between two states, or null when there is none. */
export const findMove = (from: LetterState, to: LetterState): Move | null =>
  moves[from].find((move) => move.to === to) ?? null;

/** What a state means, in a few words. */
export const stateInWords: Record<LetterState, string> = {
  draft: 'a draft',
  circulating: 'circulating',
  closed: 'closed',
  sent: 'sent',
  withdrawn: 'withdrawn',
};
