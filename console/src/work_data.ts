// The list of work: loaded once, polled while the page is visible, kept for the time without a network.
import { computed, signal } from "@preact/signals";
import { call, NoNetwork, Problem } from "./client";
import { units } from "./format";
import { language } from "./language";
import { session } from "./session";
import type { Summary, Work } from "./shapes";
import * as store from "./store";

export const TABS = ["us", "customer", "platform", "carrier", "close"] as const;
export type Tab = (typeof TABS)[number];
export const CHIPS = ["look", "task", "their_offer", "answer", "inspect", "settle", "appeal", "evidence_asked"] as const;
export const SORTS = ["deadline", "newest", "amount"] as const;

const POLL = 20_000;

export const work = signal<Work | null>(null);
export const waiting = signal<Work | null>(null); // newer, and not shown yet because the pointer is over the list
export const said = signal("en"); // the language of the API's sentences
export const fault = signal<string | null>(null);
export const tab = signal<Tab>("us");
export const chip = signal<string>("all");
export const search = signal("");
export const sort = signal<(typeof SORTS)[number]>("deadline");
export const picked = signal<string | null>(null);
export const busy = signal(false); // the pointer is over the list

let etag: string | null = null;
let loading: Promise<void> | null = null;

export const tabOf = (row: Summary): Tab | null => {
  if (row.turn.code === "close") return "close";
  return row.turn.who === "nobody" ? null : row.turn.who;
};

export const counts = computed(() => {
  const counted: Record<Tab, number> = { us: 0, customer: 0, platform: 0, carrier: 0, close: 0 };
  for (const row of work.value?.cases ?? []) {
    const own = tabOf(row);
    if (own) counted[own] += 1;
  }
  return counted;
});

export const chips = computed(() =>
  CHIPS.map((code) => ({
    code,
    n: (work.value?.cases ?? []).filter((row) => tabOf(row) === "us" && row.turn.code === code).length,
  })).filter((each) => each.n > 0),
);

export const inTab = computed(() =>
  (work.value?.cases ?? []).filter(
    (row) =>
      tabOf(row) === tab.value && (tab.value !== "us" || chip.value === "all" || row.turn.code === chip.value),
  ),
);

const wordsOf = (row: Summary): string =>
  [row.customer?.name, row.order_number, row.return_id, row.reason.text, row.reason.code, row.case_id]
    .join(" ")
    .toLowerCase();

const FAR = "9999";
const ORDERS: Record<(typeof SORTS)[number], (a: Summary, b: Summary) => number> = {
  deadline: (a, b) =>
    Number(b.turn.code === "look") - Number(a.turn.code === "look") ||
    (a.deadline?.at ?? FAR).localeCompare(b.deadline?.at ?? FAR),
  newest: (a, b) => b.changed_at.localeCompare(a.changed_at),
  amount: (a, b) => units(b.at_stake) - units(a.at_stake),
};

/** The shown rows. A search looks through all tabs, because who searches seldom knows whose turn it is. */
export const rows = computed(() => {
  const wanted = search.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const from = wanted.length > 0 ? (work.value?.cases ?? []) : inTab.value;
  const matching = from.filter((row) => wanted.every((word) => wordsOf(row).includes(word)));
  return [...matching].sort(ORDERS[sort.value]);
});

const shape = (list: Work): string => list.cases.map((row) => row.case_id + row.turn.code).join();

function differing(before: Work, after: Work): number {
  const known = new Map(before.cases.map((row) => [row.case_id, row.changed_at + row.turn.code]));
  return after.cases.filter((row) => known.get(row.case_id) !== row.changed_at + row.turn.code).length || 1;
}

export const held = computed(() => (work.value && waiting.value ? differing(work.value, waiting.value) : 0));

export function showWaiting(): void {
  if (waiting.value) work.value = waiting.value;
  waiting.value = null;
}

function take(fresh: Work): void {
  if (work.value && busy.value && shape(fresh) !== shape(work.value)) waiting.value = fresh;
  else {
    work.value = fresh;
    waiting.value = null;
  }
  void store.write("answers", `work.${session.value?.merchant}`, fresh).catch(() => undefined);
}

async function fetchWork(): Promise<void> {
  try {
    const answer = await call<Work>("work", { etag });
    etag = answer.etag;
    said.value = answer.language;
    fault.value = null;
    if (answer.value) take(answer.value);
  } catch (error) {
    if (error instanceof Problem && error.status !== 401) fault.value = error.body.detail;
    if (error instanceof NoNetwork && !work.value)
      work.value = await store.read<Work>("answers", `work.${session.value?.merchant}`).catch(() => null);
  }
}

export function load(): Promise<void> {
  loading ??= fetchWork().finally(() => {
    loading = null;
  });
  return loading;
}

export function forget(): void {
  work.value = null;
  waiting.value = null;
  etag = null;
}

language.subscribe(() => {
  etag = null;
  if (work.peek()) void load();
});
setInterval(() => {
  if (session.value && !document.hidden && session.value.role !== "camera") void load();
}, POLL);
addEventListener("online", () => void load());
document.addEventListener("visibilitychange", () => {
  if (!document.hidden && session.value && session.value.role !== "camera") void load();
});

export function step(by: number): void {
  const ids = rows.value.map((row) => row.case_id);
  const at = picked.value === null ? -1 : ids.indexOf(picked.value);
  picked.value = ids[Math.min(Math.max(at + by, 0), ids.length - 1)] ?? null;
}
