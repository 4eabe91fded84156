// The routes of the app are in the hash, so ids never reach a log or another site.
import { computed, signal } from "@preact/signals";

const hash = signal(location.hash);

export const route = computed(() => {
  const [name = "", ...rest] = hash.value.replace(/^#\/?/, "").split("/");
  return { name, argument: decodeURIComponent(rest.join("/")) };
});

addEventListener("hashchange", () => {
  hash.value = location.hash;
});

export function go(to: string): void {
  location.hash = to;
}

export const caseHash = (caseId: string): string => `#/cases/${encodeURIComponent(caseId)}`;
