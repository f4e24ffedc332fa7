/** Exact sums of decimal texts: whole numbers of the smallest place. */

/** A decimal text as so many units of 10^-places. */
export function unitsOf(text: string, places: number): bigint {
  const [whole = '0', fraction = ''] = text.replace('-', '').split('.');
  const units = BigInt(whole + fraction.padEnd(places, '0'));
  return text.startsWith('-') ? -units : units;
}

/** The text of so many units, with all its places. */
export function decimalOf(units: bigint, places: number): string {
  const digits = String(units < 0n ? -units : units).padStart(places + 1, '0');
  const text = places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`;
  return units < 0n ? `-${text}` : text;
}

/** A part of a whole in per cent with one decimal, rounded half up; undefined of nothing. */
export function percent(part: bigint, whole: bigint): string | undefined {
  return whole <= 0n ? undefined : decimalOf((part * 2_000n + whole) / (whole * 2n), 1);
}
