/** The goal that a letter's count is on its way to: it grows as the count reaches it. */

const SMALLEST = 100;

/** The next milestone above a count: 100, 250, 500, 1,000, 2,500, 5,000, 10,000 and so on. */
export function goalOf(count: number): number {
  for (let power = SMALLEST; ; power *= 10)
    for (const goal of [power, power * 2.5, power * 5]) if (goal > count) return goal;
}
