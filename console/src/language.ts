// The two languages of the console, and the time zone of the person.
import { computed, signal } from "@preact/signals";
import { en } from "./words/en";
import type { Coded } from "./shapes";
import { zh } from "./words/zh";

export type Key = keyof typeof en;
export type Language = "en" | "zh-Hans";
export type Words = Record<Key, string>;

const CATALOGUES: Record<Language, Words & Record<Coded, string>> = { en, "zh-Hans": zh };
const KEPT = "recourse.language";

export function readLanguage(text: string | null | undefined): Language | null {
  if (!text) return null;
  return text.toLowerCase().startsWith("zh") ? "zh-Hans" : "en";
}

export const language = signal<Language>(
  readLanguage(localStorage.getItem(KEPT)) ?? readLanguage(navigator.language) ?? "en",
);
export const zone = signal<string>(Intl.DateTimeFormat().resolvedOptions().timeZone);
const words = computed(() => CATALOGUES[language.value]);

export function choose(chosen: Language): void {
  language.value = chosen;
  localStorage.setItem(KEPT, chosen);
}

export const hasChosen = (): boolean => localStorage.getItem(KEPT) !== null;

export function say(key: Key, values: Record<string, string | number> = {}): string {
  return words.value[key].replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** The words before a value, with the colon of the language. */
export const label = (key: Key): string => say("label", { name: say(key) });

/** The word of a code, such as a status. A code that this release does not know yet is shown as it is. */
export function term(group: string, code: string | null | undefined): string {
  if (!code) return "–";
  const word = (words.value as Record<string, string>)[`${group}.${code}`];
  return word ?? code.replaceAll(/[_.-]/g, " ");
}

/** A count with the right form of its noun: the catalogue has `key.one` and `key.other`. */
export function count(key: "cases" | "files" | "changes" | "days", n: number): string {
  const form = new Intl.PluralRules(language.value).select(n) === "one" ? "one" : "other";
  return say(`${key}.${form}`, { n });
}

export function listed(items: string[]): string {
  return new Intl.ListFormat(language.value, { type: "conjunction" }).format(items);
}
