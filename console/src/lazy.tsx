// The screens of the later chunk, which loads while the list is read.
import type { FunctionComponent } from "preact";
import { useEffect, useState } from "preact/hooks";
import { say } from "./language";

type Load<P> = () => Promise<FunctionComponent<P>>;

function lazy<P extends object>(load: Load<P>): FunctionComponent<P> & { load: () => Promise<unknown> } {
  let loaded: FunctionComponent<P> | null = null;
  const loadOnce = async () => {
    loaded ??= await load();
    return loaded;
  };
  const Lazy = (values: P) => {
    const [Shown, setShown] = useState(() => loaded);
    useEffect(() => {
      if (!Shown) void loadOnce().then((screen) => setShown(() => screen));
    }, []);
    return Shown ? <Shown {...values} /> : <main aria-busy="true">{say("loading")}</main>;
  };
  return Object.assign(Lazy, { load: loadOnce });
}

export const CaseScreen = lazy<{ caseId: string }>(async () => (await import("./later")).CaseScreen);
export const ApiScreen = lazy(async () => (await import("./later")).ApiPage);

/** Load a case's chunk when the browser has nothing else to do. */
export function loadSoon(): void {
  const soon = globalThis.requestIdleCallback ?? setTimeout;
  soon(() => void CaseScreen.load().catch(() => undefined));
}
