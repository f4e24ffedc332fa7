/** Exact decimals: a value is an integer of its smallest unit (74.5 with 2 places is 7450), so thresholds never meet a binary float. */

const FORM = /^(-?)(\d{1,9})(?:\.(\d+))?$/;

/** Largest number of places anywhere; with nine digits before the point every scaled value stays a safe integer. */
export const MOST_PLACES = 4;

/** The scaled integer of a number or decimal string, or undefined when it is no plain decimal or has too many places. */
export function scaled(value: unknown, places: number): number | undefined {
  if (typeof value !== 'number' && typeof value !== 'string') return undefined;
  const match = FORM.exec(String(value));
  if (!match) return undefined;
  const fraction = (match[3] ?? '').replace(/0+$/, '');
  if (fraction.length > places) return undefined;
  const size = Number(match[2]! + fraction.padEnd(places, '0'));
  return match[1] && size !== 0 ? -size : size;
}

/** Places that the value needs: 74.50 needs 1. Undefined when it is no plain decimal. */
export function placesOf(value: string): number | undefined {
  const match = FORM.exec(value);
  return match ? (match[3] ?? '').replace(/0+$/, '').length : undefined;
}

/** The plain decimal string of a scaled integer: 7450 with 2 places is "74.5". */
export function plain(value: number, places: number): string {
  const digits = String(Math.abs(value)).padStart(places + 1, '0');
  const whole = digits.slice(0, digits.length - places);
  const fraction = digits.slice(digits.length - places).replace(/0+$/, '');
  return `${value < 0 ? '-' : ''}${whole}${places > 0 && fraction ? `.${fraction}` : ''}`;
}
