interface Length {
  readonly workdays?: number | undefined;
  readonly months?: number | undefined;
}

/** A length of time as people say it. */
export function lengthWords({ workdays, months }: Length): string {
  if (workdays !== undefined) return ` ${workdays} 个工作日`;
  return months === undefined ? '' : ` ${months} 个月`;
}
