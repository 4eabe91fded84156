// Which state of each case the person has looked at last, so that changed rows can be marked.
import { signal } from "@preact/signals";
import { session } from "./session";
import type { Summary } from "./shapes";

const MOST = 1000;
export const seen = signal<Record<string, string>>({});

const place = (): string => `recourse.seen.${session.peek()?.merchant ?? ""}`;

export function recall(): void {
  try {
    seen.value = JSON.parse(localStorage.getItem(place()) ?? "{}") as Record<string, string>;
  } catch {
    seen.value = {};
  }
}

function keep(): void {
  const kept = Object.entries(seen.value).slice(-MOST);
  localStorage.setItem(place(), JSON.stringify(Object.fromEntries(kept)));
}

export function look(caseId: string, changedAt: string): void {
  if (seen.peek()[caseId] === changedAt) return;
  seen.value = { ...seen.peek(), [caseId]: changedAt };
  keep();
}

/** The first list that a browser ever shows has no changes: everything in it counts as seen. */
export function begin(rows: Summary[]): void {
  if (localStorage.getItem(place()) !== null) return;
  seen.value = Object.fromEntries(rows.map((row) => [row.case_id, row.changed_at]));
  keep();
}

/** A list may be older than a case that was read after it, so only a later change is news. */
export const isNews = (row: Summary): boolean => (seen.value[row.case_id] ?? "") < row.changed_at;
