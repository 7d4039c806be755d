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

/** The same for what is made of an object that never changes: remembered as long as there is that very object. */
export function rememberingOf<O extends object, R>(
  make: (object: O, given: string) => R,
): (object: O, given?: string) => R {
  const known = new WeakMap<O, Map<string, R>>();
  return (object, given = '') => {
    const answers = known.get(object) ?? new Map<string, R>();
    known.set(object, answers);
    const before = answers.get(given);
    if (before !== undefined) return before;
    const made = make(object, given);
    answers.set(given, made);
    return made;
  };
}

/**
 * Keeps what was read of the last `most` things, for each database, until its stamp is another: for what is the same
 * again and again, and tells by a number that it changed.
 */
export function keeping<R>(most = 50): (db: object, id: string, stamp: number, read: () => Promise<R>) => Promise<R> {
  const kept = new WeakMap<object, Map<string, { stamp: number; value: R }>>();
  return async (db, id, stamp, read) => {
    const things = kept.get(db) ?? new Map<string, { stamp: number; value: R }>();
    kept.set(db, things);
    const known = things.get(id);
    if (known?.stamp === stamp) return known.value;
    const value = await read();
    if (things.size >= most) things.clear();
    things.set(id, { stamp, value });
    return value;
  };
}
