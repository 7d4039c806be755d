/** Items by a word of theirs, in the order they came. */
export function groupBy<T>(items: Iterable<T>, word: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(word(item));
    if (group) group.push(item);
    else groups.set(word(item), [item]);
  }
  return groups;
}

/** How many items have each word. */
export const countBy = <T>(items: Iterable<T>, word: (item: T) => string): Map<string, number> =>
  new Map([...groupBy(items, word)].map(([key, group]) => [key, group.length]));
