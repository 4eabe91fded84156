// A case: everything on one page.
import { useEffect, useLayoutEffect, useState } from "preact/hooks";
import { online } from "./client";
import { allowed, likely, refused, type Action } from "./actions";
import * as data from "./case_data";
import { Deadlines, Findings, Offers, Rounds, ToDo, Wants } from "./case_parts";
import { choose, drafts, Evidence, offer } from "./evidence";
import { hour } from "./format";
import { listed, say, term, type Key } from "./language";
import { More } from "./more";
import { actions, entry } from "./palette";
import { Phone } from "./phone";
import { Clock, Heading, Silence, Theirs } from "./parts";
import { caseHash, go } from "./route";
import { Rule } from "./rule";
import { look } from "./seen";
import { partName, Sheet } from "./sheet";
import { listen } from "./shortcuts";
import type { Case } from "./shapes";
import { Timeline } from "./timeline";
import { load as loadWork, picked, rows, work } from "./work_data";

const POLL = 20_000;

function neighbour(caseId: string, by: number): string | null {
  const ids = rows.value.map((row) => row.case_id);
  const at = ids.indexOf(caseId);
  return at < 0 ? null : (ids[at + by] ?? null);
}

function Place({ caseId }: { caseId: string }) {
  const at = rows.value.findIndex((row) => row.case_id === caseId);
  const step = (by: number) => {
    const to = neighbour(caseId, by);
    return (
      <button type="button" class="plain" disabled={!to} aria-label={say(by < 0 ? "case.previous" : "case.next")} onClick={() => to && go(caseHash(to))}>
        {by < 0 ? "▲" : "▼"}
      </button>
    );
  };
  return (
    <span class="place">
      <a href="#/">← {say("case.back")}</a>
      {at >= 0 && <span class="quiet">{say("case.place", { n: at + 1, total: rows.value.length })}</span>}
      {at >= 0 && step(-1)}
      {at >= 0 && step(1)}
    </span>
  );
}

function Head({ shown, phone }: { shown: Case; phone: () => void }) {
  return (
    <div class="head">
      <Place caseId={shown.case_id} />
      <Heading id={shown.case_id}>
        <Theirs>{shown.customer?.name ?? "–"}</Theirs>
      </Heading>
      <span class="quiet">
        {shown.order_number} · {shown.return_id} · {term("marketplace", shown.marketplace)} · <strong>{term("status", shown.status)}</strong>
      </span>
      <span class="row">
        <button type="button" onClick={phone}>
          {say("case.phone")} <kbd>p</kbd>
        </button>
        <a class="button" href={`../cases/${encodeURIComponent(shown.case_id)}/dossier`} target="_blank" rel="noopener">
          {say("case.print")}
        </a>
      </span>
    </div>
  );
}

function Band({ shown }: { shown: Case }) {
  return (
    <div class={`band ${shown.turn.who}`}>
      {shown.outcome && (
        <p>
          <strong>{say("case.closed", { outcome: term("outcome", shown.outcome) })}</strong>
        </p>
      )}
      <p>
        <strong>{say(`turn.waits.${shown.turn.code}` as Key)}</strong>
        {shown.deadline && (
          <>
            {" · "}
            <Clock at={shown.deadline.at} burning={shown.deadline.burning} />
          </>
        )}
      </p>
      {shown.deadline && (
        <p class="quiet">
          <Silence text={shown.deadline.if_silent} rule={<Rule shown={shown} rule={shown.deadline.rule} />} />
        </p>
      )}
      {shown.root_cause && (
        <p>
          {say("case.rootcause", { text: "" })}
          <Theirs>{shown.root_cause}</Theirs>
        </p>
      )}
    </div>
  );
}

function Changed() {
  if (data.changed.value.length === 0) return null;
  return (
    <p class="banner" role="status">
      {say("case.changed", { list: listed([...new Set(data.changed.value.map(partName))]) })}
    </p>
  );
}

function Actions({ shown, choosing }: { shown: Case; choosing: (action: Action) => void }) {
  const own = allowed(shown);
  const first = likely(shown);
  return (
    <div class="actions" role="toolbar" aria-label={say("sheet.next")}>
      {own.map((action, index) => (
        <button key={action.command} type="button" class={action === first ? "primary" : ""} onClick={() => choosing(action)}>
          {term("command", action.command)}
          {action.key && own.findIndex((each) => each.key === action.key) === index && <kbd>{action.key}</kbd>}
        </button>
      ))}
    </div>
  );
}

function useCase(caseId: string): void {
  useEffect(() => {
    data.leave();
    picked.value = caseId;
    void data.load(caseId);
    if (!work.value) void loadWork();
    const again = () => {
      if (!document.hidden) void data.load(caseId);
    };
    const timer = setInterval(again, POLL);
    addEventListener("online", again);
    document.addEventListener("visibilitychange", again);
    return () => {
      clearInterval(timer);
      removeEventListener("online", again);
      document.removeEventListener("visibilitychange", again);
      data.leave();
      drafts.value = [];
    };
  }, [caseId]);
}

function useFiles(): void {
  useEffect(() => {
    const drop = (event: DragEvent) => {
      event.preventDefault();
      if (event.type === "drop") offer(event.dataTransfer?.files ?? []);
    };
    const paste = (event: ClipboardEvent) => {
      if (event.clipboardData?.files.length) offer(event.clipboardData.files);
    };
    addEventListener("dragover", drop);
    addEventListener("drop", drop);
    addEventListener("paste", paste);
    return () => {
      removeEventListener("dragover", drop);
      removeEventListener("drop", drop);
      removeEventListener("paste", paste);
    };
  }, []);
}

function useKeys(caseId: string, shown: Case | null, choosing: (action: Action) => void, phone: () => void): void {
  // Before the page is painted, so that no key is lost that somebody presses as soon as a button is there.
  useLayoutEffect(() => {
    const jump = (by: number) => () => {
      const to = neighbour(caseId, by);
      if (to) go(caseHash(to));
    };
    const own = shown ? allowed(shown) : [];
    // The most likely command keeps a key that two of them have.
    const keyed = [...own].reverse().flatMap((action) => (action.key ? [[action.key, () => choosing(action)] as const] : []));
    const back = () => go("#/");
    actions.value = [
      ...own.map((action) => entry(`command.${action.command}` as Key, () => choosing(action))),
      entry("case.phone", phone),
      entry("upload.add", choose),
    ];
    const stop = listen({ u: back, Escape: back, j: jump(1), k: jump(-1), e: choose, p: phone, ...Object.fromEntries(keyed) });
    return () => {
      stop();
      actions.value = [];
    };
  }, [caseId, shown]);
}

export default function CaseScreen({ caseId }: { caseId: string }) {
  const [action, setAction] = useState<Action | null>(null);
  const [hasPhone, setPhone] = useState(false);
  const shown = data.shown.value?.case_id === caseId ? data.shown.value : null;
  const phone = () => setPhone(true);
  useCase(caseId);
  useFiles();
  useKeys(caseId, shown, setAction, phone);
  useEffect(() => {
    if (shown) look(shown.case_id, shown.changed_at);
  }, [shown]);
  if (data.missing.value)
    return (
      <main>
        <Heading id="missing">{say("case.missing")}</Heading>
        <a href="#/">← {say("case.back")}</a>
      </main>
    );
  if (!shown)
    return (
      <main aria-busy="true">
        <p class="quiet">{online.value ? (data.fault.value ?? say("loading")) : say("offline.never")}</p>
      </main>
    );
  return (
    <main class="case">
      <Head shown={shown} phone={phone} />
      {!online.value && (
        <p class="banner" role="status">
          {say("offline", { t: hour(shown.changed_at) })}
        </p>
      )}
      <Changed />
      <Band shown={shown} />
      <Actions shown={shown} choosing={setAction} />
      <div class="drawers">
        <More shown={shown} actions={refused(shown)} />
        <Deadlines shown={shown} />
      </div>
      <div class="columns">
        <Wants shown={shown} />
        <div>
          <ToDo shown={shown} />
          <Offers shown={shown} />
          <Evidence shown={shown} />
          <Findings shown={shown} />
          <Rounds shown={shown} />
        </div>
        <Timeline shown={shown} />
      </div>
      {action && <Sheet key={action.command} action={action} close={() => setAction(null)} />}
      {hasPhone && <Phone shown={shown} close={() => setPhone(false)} />}
    </main>
  );
}
