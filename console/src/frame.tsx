// The frame around every screen: header, palette, and the sheet for a session that has ended.
import { useEffect } from "preact/hooks";
import { signedOut } from "./client";
import { say, zone } from "./language";
import { KeyList, open, Palette } from "./palette";
import { go, route } from "./route";
import { recall } from "./seen";
import { session, signOut } from "./session";
import { listen } from "./shortcuts";
import { LanguageButton, SignInSheet } from "./signin";
import { ApiScreen, CaseScreen } from "./lazy";
import { WorkScreen } from "./work";
import { forget } from "./work_data";

const ZONES = ["Asia/Shanghai", "Europe/Berlin", "Europe/London", "America/New_York", "America/Los_Angeles", "UTC"];

function ZoneChoice() {
  const zones = [...new Set([zone.value, Intl.DateTimeFormat().resolvedOptions().timeZone, ...ZONES])];
  return (
    <label class="zone">
      <span class="hidden">{say("zone")}</span>
      <select
        value={zone.value}
        onChange={(event) => {
          zone.value = event.currentTarget.value;
        }}
      >
        {zones.map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

function Header() {
  const leave = () => {
    forget();
    void signOut();
  };
  return (
    <header class="top">
      <a class="brand" href="#/">
        {say("app")}
      </a>
      <a href="#/" aria-current={route.value.name === "" ? "page" : undefined}>
        {say("work")}
      </a>
      <button type="button" class="search" onClick={() => (open.value = "palette")}>
        {say("palette.hint")} <kbd>Ctrl K</kbd>
      </button>
      <span class="me">
        <bdi>{session.value?.person ?? session.value?.merchant}</bdi>
        <ZoneChoice />
        <LanguageButton />
        <button type="button" class="plain" onClick={leave}>
          {say("signin.out")}
        </button>
      </span>
    </header>
  );
}

function Screen() {
  const { name, argument } = route.value;
  if (name === "cases" && argument) return <CaseScreen key={argument} caseId={argument} />;
  if (name === "developers" && argument === "api") return <ApiScreen />;
  return <WorkScreen />;
}

export function Frame() {
  useEffect(() => {
    recall();
    return listen({
      "mod+k": () => (open.value = open.value === "palette" ? null : "palette"),
      "?": () => (open.value = "keys"),
      g: () => undefined,
      "g w": () => go("#/"),
    });
  }, []);
  return (
    <>
      <Header />
      <Screen />
      {open.value === "palette" && <Palette />}
      {open.value === "keys" && <KeyList />}
      {signedOut.value && <SignInSheet />}
    </>
  );
}
