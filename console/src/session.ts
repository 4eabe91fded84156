// Who is signed in.
import { signal } from "@preact/signals";
import { call, NoNetwork, signedOut } from "./client";
import { hasChosen, language, readLanguage, zone } from "./language";
import type { Session, SignIn } from "./shapes";
import * as store from "./store";

export const session = signal<Session | null>(null);
export const starting = signal(true);

const RENEW_MINUTES = 30;

function enter(entered: Session): void {
  session.value = entered;
  signedOut.value = false;
  if (entered.time_zone) zone.value = entered.time_zone;
  const own = readLanguage(entered.language);
  if (own && !hasChosen()) language.value = own;
  void store.write("answers", "session", entered).catch(() => undefined);
}

export async function start(): Promise<void> {
  try {
    const { value } = await call<Session>("session");
    if (value) enter(value);
  } catch (error) {
    // Without a network the last person sees what was loaded last.
    if (error instanceof NoNetwork) session.value = await store.read<Session>("answers", "session").catch(() => null);
    else session.value = null;
  } finally {
    starting.value = false;
  }
}

export async function signIn(proof: SignIn): Promise<Session> {
  const { value } = await call<Session>("session", { method: "POST", json: proof });
  if (!value) throw new Error("an answer without a session");
  enter(value);
  return value;
}

export async function signOut(): Promise<void> {
  await call("session", { method: "DELETE" });
  await store.wipe();
  for (const key of Object.keys(localStorage)) if (key.startsWith("recourse.seen.")) localStorage.removeItem(key);
  session.value = null;
}


setInterval(() => {
  if (session.value && !document.hidden) void call<Session>("session").catch(() => undefined);
}, RENEW_MINUTES * 60_000);
