/** A seat in words, as lists print it: 'OH-7', 'WY at large', 'NM (class 1)', '1st Franklin, VT', 'Ward 3'. */
export function placeInWords(seat: {
  body: string;
  state: string | null;
  district: string | null;
  class: number | null;
}): string {
  const { body, state, district } = seat;
  if (seat.class) return `${state ?? ''} (class ${seat.class})`.trim();
  if (!district) return state ?? '';
  if (body === 'us-house') return district === '0' ? `${state} at large` : `${state}-${district}`;
  const name = /^\d+$/.test(district) ? `District ${district}` : district;
  return state ? `${name}, ${state}` : name;
}
