type Values = Record<string, unknown>;

const isPlain = (value: unknown): value is Values => typeof value === 'object' && value !== null && !Array.isArray(value);
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** What of the values differs from those that the form began with; a list counts as one value. */
export function typedOver(base: Values, values: Values): Values {
  const changed = Object.entries(values).map(([name, value]): [string, unknown] => {
    const was = base[name];
    if (isPlain(value) && (isPlain(was) || was === undefined)) return [name, typedOver(was ?? {}, value)];
    return [name, same(value, was) ? undefined : value];
  });
  return Object.fromEntries(changed.filter(([, value]) => value !== undefined && !(isPlain(value) && Object.keys(value).length === 0)));
}

/** What stood where something was typed. */
export function beneath(base: Values, typed: Values): Values {
  return Object.fromEntries(Object.entries(typed).map(([name, value]): [string, unknown] => {
    const was = base[name];
    return [name, isPlain(value) ? beneath(isPlain(was) ? was : {}, value) : (was ?? null)];
  }));
}

/** The values with what was typed over them, field by field: what nobody typed follows them. */
export function withTyped(values: Values, typed: Values): Values {
  const over = Object.entries(typed).map(([name, value]): [string, unknown] => {
    const was = values[name];
    return [name, isPlain(value) && isPlain(was) ? withTyped(was, value) : value];
  });
  return { ...values, ...Object.fromEntries(over) };
}
