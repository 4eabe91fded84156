// The server's time. A wrong clock of the computer must not show wrong deadlines.
import { signal } from "@preact/signals";

const offset = signal(0);
const TICK = 10_000;

export const tick = signal(0);

export function learnTime(date: string | null): void {
  const told = date === null ? NaN : Date.parse(date);
  // The header has whole seconds, so a smaller difference says nothing.
  if (!Number.isNaN(told)) offset.value = Math.abs(told - Date.now()) < 2000 ? 0 : told - Date.now();
}

export function now(): number {
  return Date.now() + offset.value;
}

setInterval(() => {
  if (!document.hidden) tick.value += 1;
}, TICK);
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) tick.value += 1;
});
