// Single keys. They do nothing inside fields, and can be switched off.
import { signal } from "@preact/signals";

type Act = () => void;
const KEPT = "recourse.keys";
const layers: Map<string, Act>[] = [];
let before = "";

export const singleKeys = signal(localStorage.getItem(KEPT) !== "off");

export function switchKeys(): void {
  singleKeys.value = !singleKeys.value;
  localStorage.setItem(KEPT, singleKeys.value ? "on" : "off");
}

/** Let keys act until the returned function is called. The newest layer wins. */
export function listen(keys: Record<string, Act>): Act {
  const layer = new Map(Object.entries(keys));
  layers.push(layer);
  return () => layers.splice(layers.indexOf(layer), 1);
}

const inField = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName));

const isOpen = (): boolean => document.querySelector("dialog[open]") !== null;

function nameOf(event: KeyboardEvent): string {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") return "mod+k";
  if (event.ctrlKey || event.metaKey || event.altKey) return "";
  return event.key;
}

function find(name: string): Act | undefined {
  for (const layer of [...layers].reverse()) {
    const act = layer.get(name);
    if (act) return act;
  }
  return undefined;
}

addEventListener("keydown", (event) => {
  const name = nameOf(event);
  if (name === "" || event.isComposing) return;
  const single = name !== "mod+k" && name !== "Escape";
  if (isOpen() && name !== "mod+k") return; // a dialog has its own keys
  if (single && (inField(event.target) || !singleKeys.value)) return;
  if (name === "Enter" && event.target instanceof HTMLElement && ["BUTTON", "A", "SUMMARY"].includes(event.target.tagName)) return;
  const act = find(before === "g" ? `g ${name}` : name);
  before = name;
  if (!act) return;
  event.preventDefault();
  act();
});
