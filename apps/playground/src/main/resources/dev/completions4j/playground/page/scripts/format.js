// Numbers and texts as people read them.

/** Returns a probability in percent; an empty text if it is unknown. */
export function percent(probability) {
  if (probability === undefined || probability === null) {
    return "";
  }
  const value = probability * 100;
  if (value > 0 && value < 0.1) {
    return "< 0.1 %";
  }
  return value < 10 ? `${value.toFixed(1)} %` : `${Math.round(value)} %`;
}

/** Returns a time in milliseconds or seconds. */
export function duration(milliseconds) {
  return milliseconds < 995 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}

const NUMBER = new Intl.NumberFormat("en");

/** Returns a whole number with separators. */
export function grouped(number) {
  return NUMBER.format(number);
}

/** Returns a count with its noun in singular or plural. */
export function count(number, noun) {
  return `${grouped(number)} ${noun}${number === 1 ? "" : "s"}`;
}

const NAMES = new Map([
  ["\n", "line break"],
  ["\t", "tab"],
  [" ", "space"],
]);

/** Returns a token in quotation marks, with a name for what cannot be seen. */
export function quoted(text) {
  const visible = text.replaceAll("\n", "↵").replaceAll("\t", "⇥");
  return NAMES.get(text) ?? `“${visible}”`;
}

/** Returns a token as it is shown in a box: with signs for line breaks, tabs and spaces alone. */
export function visible(text) {
  const signs = text.replaceAll("\r", "").replaceAll("\n", "↵").replaceAll("\t", "⇥");
  return /^ +$/.test(signs) ? signs.replaceAll(" ", "␣") : signs;
}
