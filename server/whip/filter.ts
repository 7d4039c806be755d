import { isDay } from '../basics/time.ts';
import type { WhipFilter } from '../cosigners/cosigners.ts';
import { line } from '../web/forms.ts';

/** What the organizer's list is narrowed by; empty fields narrow nothing. */
export interface WhipQuery extends WhipFilter {
  /** A committee's key: its members and those of its subcommittees. */
  committee?: string | undefined;
  /** 'none': never talked to. A number: not talked to for more than so many days, or never. A day: talked to then last. */
  contact?: string | undefined;
  /** The account that follows up, 'me', or 'none'. */
  who?: string | undefined;
  /** A word of `dueWords`. */
  due?: string | undefined;
}

/** What is asked of a follow-up: 'now' is due by today, 'week' from today over the next seven days, 'open' on any day or none. */
export const dueWords = ['now', 'overdue', 'today', 'week', 'open', 'none'] as const;

const isDueWord = (word: string): boolean => dueWords.some((known) => known === word);

export const sorts = ['name', 'party', 'state', 'since', 'position', 'contact', 'who', 'due'] as const;
export type Sort = (typeof sorts)[number];

/** How a list is shown: its order, and which piece of it. */
export interface WhipView {
  sort: Sort;
  /** From the end. */
  down: boolean;
  /** The first is 1. */
  page: number;
  /** All on one page. */
  whole: boolean;
}

const words = ['q', 'body', 'party', 'caucus', 'state', 'position', 'committee', 'contact', 'who', 'due'] as const;

/** What a whip list is narrowed by, as its address says; what is not known narrows nothing. */
export function filterFrom(query: Record<string, unknown>): WhipQuery {
  const texts = words.map((field) => [field, line(query[field]).slice(0, 100)] as const);
  // A form's field for a day stands beside the choices of `contact`, so it comes by another name.
  const on = line(query['on']);
  return {
    ...Object.fromEntries(texts.filter(([field, value]) => value !== '' && (field !== 'due' || isDueWord(value)))),
    ...(isDay(on) && { contact: on }),
    ...(line(query['lead']) === 'yes' && { lead: true }),
    ...(line(query['reconfirm']) === 'yes' && { reconfirm: true }),
  };
}

/** How the list is to be shown, as its address says: by name, the first page, unless it says otherwise. */
export function viewFrom(query: Record<string, unknown>): WhipView {
  const page = Number(line(query['page']));
  return {
    sort: sorts.find((sort) => sort === line(query['sort'])) ?? 'name',
    down: line(query['dir']) === 'down',
    page: Number.isInteger(page) && page > 0 ? page : 1,
    whole: line(query['show']) === 'all',
  };
}

/** Filter and view as the rest of an address: '?body=us-senate&sort=due', or ''. The first page and the usual order are left out. */
export function queryOf(filter: WhipQuery, view: Partial<WhipView> = {}): string {
  const { sort = 'name', down = false, page = 1, whole = false } = view;
  const fields: [string, unknown][] = [
    ...words.map((field): [string, unknown] => [field, filter[field]]),
    ['lead', filter.lead && 'yes'],
    ['reconfirm', filter.reconfirm && 'yes'],
    ['sort', sort === 'name' ? '' : sort],
    ['dir', down && 'down'],
    ['page', page > 1 && !whole && page],
    ['show', whole && 'all'],
  ];
  const query = new URLSearchParams(
    fields.filter(([, value]) => value).map(([field, value]): [string, string] => [field, String(value)]),
  ).toString();
  return query ? `?${query}` : '';
}
