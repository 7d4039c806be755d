/**
 * Where to go after signing in: the path of this site that was asked for, or the desk. Read as a browser would read
 * it, so that '//evil.example', '/\evil.example' and '/.//evil.example' stay here.
 */
export function ownPath(next: string): string {
  const here = 'http://here.invalid';
  if (!next.startsWith('/') || !URL.canParse(next, here)) return '/desk';
  const { origin, pathname, search, hash } = new URL(next, here);
  return origin === here && !pathname.startsWith('//') ? pathname + search + hash : '/desk';
}
