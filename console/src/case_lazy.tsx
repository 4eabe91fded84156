// The screen of a case comes in a chunk of its own, which loads while the list is read.
import type { FunctionComponent } from "preact";
import { useEffect, useState } from "preact/hooks";
import { say } from "./language";

type Screen = FunctionComponent<{ caseId: string }>;
let loaded: Screen | null = null;

async function load(): Promise<Screen> {
  loaded = (await import("./later")).CaseScreen;
  return loaded;
}

export function CaseScreen({ caseId }: { caseId: string }) {
  const [Shown, setShown] = useState<Screen | null>(() => loaded);
  useEffect(() => {
    if (!Shown) void load().then((screen) => setShown(() => screen));
  }, []);
  return Shown ? <Shown caseId={caseId} /> : <main aria-busy="true">{say("loading")}</main>;
}

/** Load the chunk when the browser has nothing else to do. */
export function loadSoon(): void {
  const soon = globalThis.requestIdleCallback ?? setTimeout;
  soon(() => void load().catch(() => undefined));
}
