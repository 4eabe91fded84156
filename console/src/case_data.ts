// One case: loaded, polled, and marked where it changed while somebody looked at it.
import { signal } from "@preact/signals";
import { call, NoNetwork, pathOf, Problem } from "./client";
import type { Case, Preview } from "./shapes";
import { said } from "./work_data";

export const shown = signal<Case | null>(null);
export const missing = signal(false);
export const fault = signal<string | null>(null);
export const changed = signal<string[]>([]); // names of members that changed since the case was opened

let etag: string | null = null;

// What a decision rests on, and where it stands on the page.
const WATCHED = ["status", "wants", "reason", "lines", "offers", "order_check", "inspection", "freight", "refund", "rounds"];
const member = (shape: Case, name: string): unknown => (shape as unknown as Record<string, unknown>)[name];

export function differences(before: Case, after: Case): string[] {
  return WATCHED.filter((name) => JSON.stringify(member(before, name)) !== JSON.stringify(member(after, name)));
}

export function take(fresh: Case, options: { own: boolean }): void {
  const before = shown.value;
  if (before && before.case_id === fresh.case_id && before.version !== fresh.version)
    changed.value = options.own ? [] : [...new Set([...changed.value, ...differences(before, fresh)])];
  shown.value = fresh;
}

export async function load(caseId: string): Promise<void> {
  try {
    const answer = await call<Case>(pathOf(caseId), { etag: shown.value?.case_id === caseId ? etag : null });
    etag = answer.etag;
    said.value = answer.language;
    fault.value = null;
    if (answer.value) take(answer.value, { own: false });
  } catch (error) {
    if (error instanceof Problem && error.status === 404) missing.value = true;
    else if (error instanceof Problem && error.status !== 401) fault.value = error.body.detail;
    else if (!(error instanceof Problem || error instanceof NoNetwork)) throw error;
  }
}

export function leave(): void {
  shown.value = null;
  missing.value = false;
  fault.value = null;
  changed.value = [];
  etag = null;
}

export async function preview(seen: Case, command: object): Promise<Preview> {
  const path = `${pathOf(seen.case_id)}/preview`;
  const { value } = await call<Preview>(path, { method: "POST", json: command, version: seen.version });
  if (!value) throw new Error("a preview without content");
  return value;
}

export async function give(seen: Case, command: object, once: string): Promise<void> {
  const path = `${pathOf(seen.case_id)}/commands`;
  const { value } = await call<Case>(path, { method: "POST", json: command, version: seen.version, once });
  etag = null;
  if (value) take(value, { own: true });
}
