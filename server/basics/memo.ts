/**
 * The same function, which remembers its last `most` answers by the text that `keyOf` makes of what it was given. For
 * what always gives equal for equal and is asked the same again and again: a picture of the same numbers, say.
 */
export function remembering<A, R>(make: (given: A) => R, keyOf: (given: A) => string, most = 200): (given: A) => R {
  const known = new Map<string, R>();
  return (given) => {
    const key = keyOf(given);
    const before = known.get(key);
    if (before !== undefined) return before;
    const made = make(given);
    if (known.size >= most) known.delete(known.keys().next().value ?? '');
    known.set(key, made);
    return made;
  };
}
