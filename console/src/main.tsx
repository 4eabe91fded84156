// The entry of the console.
import { effect } from "@preact/signals";
import { render } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { FunctionComponent } from "preact";
import { loadSoon } from "./lazy";
import { Frame } from "./frame";
import { language, say } from "./language";
import { route } from "./route";
import { session, start, starting } from "./session";
import { SignInPage } from "./signin";
import { load } from "./work_data";

/** The one thing that may become the address of a script: our own service worker. */
function workerAddress(): string {
  const factory = (window as { trustedTypes?: TrustedFactory }).trustedTypes;
  if (!factory) return "sw.js";
  const policy = factory.createPolicy("recourse", {
    createScriptURL: (address: string) => {
      if (address !== "sw.js") throw new TypeError("only the service worker");
      return address;
    },
  });
  return policy.createScriptURL("sw.js");
}

interface TrustedFactory {
  createPolicy(
    name: string,
    rules: { createScriptURL: (address: string) => string },
  ): { createScriptURL: (address: string) => string };
}

function Camera() {
  const [Shown, setShown] = useState<FunctionComponent<{ pass: string }> | null>(null);
  useEffect(() => void import("./later").then((module) => setShown(() => module.Camera)), []);
  return Shown ? <Shown pass={route.value.argument} /> : null;
}

/** The frame before anybody is known. The page has it without a script too, so that it is painted first. */
function Shell() {
  return (
    <>
      <header class="top">
        <span class="brand">{say("app")}</span>
      </header>
      <main aria-busy="true" />
    </>
  );
}

function App() {
  if (route.value.name === "camera") return <Camera />;
  if (starting.value) return <Shell />;
  return session.value && session.value.role !== "camera" ? <Frame /> : <SignInPage />;
}

effect(() => {
  document.documentElement.lang = language.value;
  document.title = say("app");
});

if (route.value.name !== "camera") {
  void load(); // beside the session, so that the list waits for one round trip only
  void start().then(() => session.value && loadSoon());
} else starting.value = false;

const root = document.getElementById("app");
if (root) render(<App />, root);
if ("serviceWorker" in navigator) {
  addEventListener("load", () => void navigator.serviceWorker.register(workerAddress()).catch(() => undefined));
}
