/** Exact marks: an integer of ten-thousandths, so that a mean never meets a binary float. */
const ONE = 10_000n;
const PLACES = 4;

/** Ten-thousandths of `8`, `8.5`, `8.25`; undefined for anything else. */
export function markOf(text: string): bigint | undefined {
  const match = /^(\d{1,9})(?:\.(\d{1,4}))?$/.exec(text);
  return match ? BigInt(match[1]!) * ONE + BigInt((match[2] ?? '').padEnd(PLACES, '0')) : undefined;
}

/** `amount / parts` as a decimal of at most so many places, half up, without idle zeros. */
export function ratio(amount: bigint, parts: number, places: number): string {
  const scale = 10n ** BigInt(places);
  const whole = ONE * BigInt(parts);
  const rounded = (2n * amount * scale + whole) / (2n * whole);
  const fraction = places === 0 ? '' : String(rounded % scale).padStart(places, '0').replace(/0+$/, '');
  return `${rounded / scale}${fraction && `.${fraction}`}`;
}

export const sum = (marks: readonly bigint[]): bigint => marks.reduce((all, one) => all + one, 0n);

/** The mean of marks as texts; with four places it loses nothing that a form can give. */
export const meanOf = (marks: readonly string[]): string => ratio(sum(marks.map((mark) => markOf(mark)!)), marks.length, PLACES);

/** Without so many of the highest and of the lowest; equal marks are alike, so it does not matter which of them goes. */
export function trimmed(marks: readonly bigint[], highest: number, lowest: number): bigint[] {
  const rising = [...marks].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return rising.slice(lowest, Math.max(lowest, rising.length - highest));
}
