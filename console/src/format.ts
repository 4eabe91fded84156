// Instants, durations and money, as the person reads them.
import { now, tick } from "./clock";
import { language, say, zone } from "./language";
import type { Money } from "./shapes";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const formats = new Map<string, Intl.DateTimeFormat>();

function dates(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = language.value + zone.value + JSON.stringify(options);
  const kept = formats.get(key);
  if (kept) return kept;
  const made = new Intl.DateTimeFormat(language.value === "en" ? "en-GB" : "zh-Hans-CN", {
    timeZone: zone.value,
    hourCycle: "h23",
    ...options,
  });
  formats.set(key, made);
  return made;
}

export function moment(instant: string): string {
  return dates({ weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" }).format(
    new Date(instant),
  );
}

export const hour = (instant: string | number): string =>
  dates({ hour: "2-digit", minute: "2-digit" }).format(new Date(instant));

export const second = (instant: string | number): string =>
  dates({ hour: "2-digit", minute: "2-digit", second: "2-digit" }).format(new Date(instant));

export function day(instant: string): string {
  return dates({ weekday: "short", day: "numeric", month: "short", year: "numeric" }).format(new Date(instant));
}

export const dayKey = (instant: string): string =>
  dates({ year: "numeric", month: "2-digit", day: "2-digit" }).format(new Date(instant));

export const isToday = (instant: string): boolean => dayKey(instant) === dayKey(new Date(now()).toISOString());

/** The full date of an instant inside a sentence. */
export const date = (instant: string): string =>
  dates({ day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit" }).format(new Date(instant));

export const utc = (instant: string): string => `${instant.slice(0, 16).replace("T", " ")} UTC`;

/** Over 48 hours in days and hours, under that in hours and minutes, under an hour in minutes. */
export function span(milliseconds: number): string {
  const length = Math.abs(milliseconds);
  const parts =
    length >= 2 * DAY
      ? [[Math.floor(length / DAY), "unit.day"] as const, [Math.floor((length % DAY) / HOUR), "unit.hour"] as const]
      : length >= HOUR
        ? [[Math.floor(length / HOUR), "unit.hour"] as const, [Math.floor((length % HOUR) / MINUTE), "unit.minute"] as const]
        : [[Math.floor(length / MINUTE), "unit.minute"] as const];
  const shown = parts.filter(([n], index) => n > 0 || (index === 0 && parts.length === 1));
  return shown.map(([n, unit]) => say(unit, { n })).join(" ");
}

export function left(instant: string): number {
  void tick.value; // a clock is drawn again with every tick
  return Date.parse(instant) - now();
}

export function clock(instant: string): string {
  const remaining = left(instant);
  return remaining < 0 ? say("overdue", { n: span(remaining) }) : say("in", { n: span(remaining) });
}

/** How a deadline is shown: its colour, and a sign beside it. */
export function urgency(instant: string, burning: string): "over" | "nearly" | "half" | "calm" {
  if (left(instant) < 0) return "over";
  if (burning === "nearly" || left(instant) < 4 * HOUR) return "nearly";
  return burning === "half" ? "half" : "calm";
}

const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
// The two ways in which the API writes an instant inside a sentence, always in UTC.
const WRITTEN = /(\d{1,2}) ([A-Z][a-z]+) (\d{4}), (\d\d:\d\d) UTC|(\d{4})年(\d{1,2})月(\d{1,2})日 (\d\d:\d\d)（UTC）/g;

/** Cut a sentence of the API at its instants, so that each is shown in the person's zone. */
export function instantsIn(sentence: string): (string | { at: string })[] {
  const parts: (string | { at: string })[] = [];
  let from = 0;
  for (const found of sentence.matchAll(WRITTEN)) {
    const [whole, day = found[7], month, year = found[5], clock = found[8]] = found;
    const number = month ? MONTHS.indexOf(month) + 1 : Number(found[6]);
    const at = `${year}-${String(number).padStart(2, "0")}-${String(day).padStart(2, "0")}T${clock}:00Z`;
    if (Number.isNaN(Date.parse(at))) continue;
    parts.push(sentence.slice(from, found.index), { at });
    from = found.index + whole.length;
  }
  return [...parts, sentence.slice(from)];
}

export function money(amount: Money | null | undefined): string {
  if (!amount) return "–";
  const format = new Intl.NumberFormat(language.value === "en" ? "en-GB" : language.value, { style: "currency", currency: amount.currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  return format.format(amount.minor / 10 ** digits);
}

export function digitsOf(currency: string): number {
  return new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;
}

/** An amount in whole units of its currency: a minor unit of yen is not one of dollars. */
export const units = (amount: Money | null | undefined): number => (amount ? amount.minor / 10 ** digitsOf(amount.currency) : 0);

export function size(bytes: number): string {
  const unit = bytes < 1_000_000 ? "kilobyte" : "megabyte";
  const value = bytes / (unit === "kilobyte" ? 1000 : 1_000_000);
  return new Intl.NumberFormat(language.value, { style: "unit", unit, maximumFractionDigits: 1 }).format(value);
}
