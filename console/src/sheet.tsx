// The sheet of a command: fields, what follows, and one button that says what it does.
import { useEffect, useRef, useState } from "preact/hooks";
import { NoNetwork, Problem } from "./client";
import type { Action, Field, Values } from "./actions";
import { differences, give, load, preview, shown as current } from "./case_data";
import { FieldView } from "./fields";
import { Follows, Lines, linesOf } from "./follows";
import { money } from "./format";
import { listed, say, term, type Key } from "./language";
import { Dialog, Sentence } from "./parts";
import type { Case, Preview } from "./shapes";
import * as store from "./store";
import { load as loadWork } from "./work_data";
import { en } from "./words/en";

const PAUSE = 350; // milliseconds after the last keystroke before the dry run
const BINDING = ["accept_return", "accept_offer"];

function presets(fields: Field[]): Values {
  return Object.fromEntries(fields.map((field) => [field.name, field.preset ?? ""]));
}

const isComplete = (fields: Field[], values: Values): boolean =>
  fields.every((field) => field.optional || field.kind === "choice" || (field.shownIf && !field.shownIf(values)) || Boolean(values[field.name]?.trim()));

function buttonName(action: Action, result: Preview | null): string {
  const due = result?.after.refund.due;
  if (BINDING.includes(action.command) && due) return say(`do.${action.command}.owe` as Key, { m: money(due) });
  if (action.command === "make_offer") {
    const mine = result?.after.offers.filter((offer) => offer.by === "seller" && offer.status === "open").at(-1);
    return mine?.amount ? say("do.make_offer", { m: money(mine.amount) }) : say("command.make_offer");
  }
  const key = `do.${action.command}`;
  return key in en ? say(key as Key) : say("do.other");
}

interface Trouble {
  kind: "rule" | "stale" | "wait" | "words" | "fields" | "network";
  text: string;
  rule?: string | undefined;
  words?: string[];
  changes?: string[];
  lines?: ReturnType<typeof linesOf>;
}

function troubleOf(error: unknown): Trouble {
  if (error instanceof NoNetwork) return { kind: "network", text: say("failed.network") };
  if (!(error instanceof Problem)) throw error;
  const { body, status, retryAfter } = error;
  if (status === 503 || status === 429) return { kind: "wait", text: say("sheet.wait", { n: retryAfter }) };
  if (status === 422) return { kind: "fields", text: say("sheet.fields") };
  if (body.words) return { kind: "words", text: say("message.unfriendly"), words: body.words };
  return { kind: "rule", text: body.detail, rule: body.rule };
}

/** Decided on an older state: the case has changed, or another command came first. */
const isStale = (error: unknown): boolean =>
  error instanceof Problem && error.status === 409 && /(?:stale|raced)$/.test(error.body.type ?? "");

function Trouble({ trouble }: { trouble: Trouble }) {
  return (
    <div role="alert" class={trouble.kind === "words" ? "note" : "note bad"}>
      <p>{trouble.kind === "rule" ? <Sentence>{trouble.text}</Sentence> : trouble.text}</p>
      {trouble.rule && <p class="quiet">{say("sheet.rule", { r: trouble.rule })}</p>}
      {trouble.words && (
        <p>
          {trouble.words.map((word) => (
            <mark key={word}>
              <bdi>{word}</bdi>
            </mark>
          ))}
        </p>
      )}
      {trouble.kind === "stale" && (
        <>
          <p>{say("sheet.stale.more")}</p>
          {trouble.changes && trouble.changes.length > 0 && <p>{listed([...new Set(trouble.changes.map(partName))])}</p>}
          <Lines lines={trouble.lines ?? []} />
        </>
      )}
    </div>
  );
}

/** The heading under which a member of the case stands on the page. */
export function partName(member: string): string {
  const names: Record<string, Key> = {
    status: "sheet.status",
    wants: "case.wants",
    reason: "field.reason",
    lines: "case.wants",
    offers: "case.offers",
    order_check: "case.order",
    inspection: "case.inspection",
    freight: "sheet.freight",
    refund: "sheet.owe",
    rounds: "case.rounds",
  };
  const key = names[member];
  return key ? say(key) : member;
}

function faultsOf(error: unknown): Record<string, string> {
  if (!(error instanceof Problem) || error.status !== 422) return {};
  return Object.fromEntries((error.body.errors ?? []).map(({ field, message }) => [field.split(".")[1] ?? field, message]));
}

function Checklist({ shown, only }: { shown: Case; only: boolean }) {
  const lacking = shown.readiness.missing.map((each) => `${each.needed - each.have} × ${term("kind", each.kind)}`);
  return (
    <div class="note">
      {only && (
        <p>
          <strong>{say("sheet.only")}</strong>
        </p>
      )}
      {lacking.length > 0 ? <p class="bad">{say("sheet.missing", { list: listed(lacking) })}</p> : <p>✓ {say("case.evidence.ready")}</p>}
    </div>
  );
}

function Templates({ shown, insert }: { shown: Case; insert: (text: string) => void }) {
  if (shown.reply_templates.length === 0) return null;
  return (
    <div class="field">
      <label for="template">{say("message.template")}</label>
      <select id="template" value="" onChange={(event) => insert(shown.reply_templates.find((each) => each.situation === event.currentTarget.value)?.text ?? "")}>
        <option value="">–</option>
        {shown.reply_templates.map((each) => (
          <option key={each.situation} value={each.situation}>
            {term("reply", each.situation)}
          </option>
        ))}
      </select>
    </div>
  );
}

/** Keep what was typed, so that neither a reload nor the end of a session loses it. */
function useDraft(key: string, values: Values, set: (kept: Values) => void): () => void {
  const ready = useRef(false);
  const latest = useRef(values);
  latest.current = values;
  const keep = () => {
    if (ready.current) void store.write("drafts", key, latest.current).catch(() => undefined);
  };
  useEffect(() => {
    void store.read<Values>("drafts", key).then((kept) => {
      ready.current = true;
      if (latest.current !== values) keep(); // the person was quicker than the store
      else if (kept) set(kept);
    });
    return keep; // a sheet that is closed at once is gone before the effect below
  }, [key]);
  useEffect(keep, [key, values]);
  return () => {
    ready.current = false;
    void store.remove("drafts", key);
  };
}

export function Sheet({ action, close }: { action: Action; close: () => void }) {
  const shown = current.value;
  const [seen, setSeen] = useState(shown);
  const [fields] = useState(() => (shown ? action.fields(shown) : []));
  const [values, setValues] = useState<Values>(() => presets(fields));
  const [result, setResult] = useState<Preview | null>(null);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [faults, setFaults] = useState<Record<string, string>>({});
  const [busy, setBusy] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const once = useRef(crypto.randomUUID());
  const forget = useDraft(`${seen?.case_id}.${action.command}`, values, (kept) => setValues({ ...values, ...kept }));
  const complete = isComplete(fields, values);
  const ask = JSON.stringify(seen ? { command: action.command, ...action.body(values, seen) } : null);

  const meet = (error: unknown) => {
    if (!isStale(error)) {
      setTrouble(troubleOf(error));
      setFaults(faultsOf(error));
      return;
    }
    const before = seen;
    void load(before?.case_id ?? "").then(() => {
      const after = current.value;
      setTrouble({ kind: "stale", text: say("sheet.stale"), changes: before && after ? differences(before, after) : [], lines: before && after ? linesOf(before, after) : [] });
      setResult(null);
    });
  };

  useEffect(() => {
    if (!action.binds || !complete || !seen || trouble?.kind === "stale") return undefined;
    let late = false;
    const timer = setTimeout(
      () =>
        preview(seen, JSON.parse(ask) as object).then(
          (found) => {
            if (late) return;
            setResult(found);
            setTrouble(null);
            setFaults({});
          },
          (error: unknown) => {
            if (late) return;
            setResult(null);
            meet(error);
          },
        ),
      fields.length === 0 ? 0 : PAUSE,
    );
    return () => {
      late = true;
      clearTimeout(timer);
    };
  }, [ask, complete]);

  // A sheet without fields is answered by one more key.
  useEffect(() => {
    if (result && fields.length === 0) button.current?.focus();
  }, [result]);

  if (!shown || !seen) return null;
  const submit = async (event: Event, anyway = false) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    try {
      await give(seen, { ...(JSON.parse(ask) as object), ...(anyway ? { anyway: true } : {}) }, once.current + (anyway ? "-anyway" : ""));
      forget();
      void loadWork();
      close();
    } catch (error) {
      meet(error);
      // A refused key is spent, but after a 503 the same key must be sent again.
      if (error instanceof Problem && error.status !== 503) once.current = crypto.randomUUID();
      if (error instanceof Problem && error.status === 503) await new Promise((done) => setTimeout(done, error.retryAfter * 1000));
    } finally {
      setBusy(false);
    }
  };
  const set = (name: string, value: string) => setValues((before) => ({ ...before, [name]: value }));
  const again = () => {
    setSeen(current.value);
    setTrouble(null);
  };
  const title = term("command", action.command);
  const mayPress = complete && !busy && (!action.binds || result !== null);
  return (
    <Dialog title={title} close={close}>
      <form
        onSubmit={(event) => void submit(event)}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || !mayPress || trouble?.kind === "stale") return;
          event.preventDefault();
          event.currentTarget.requestSubmit(button.current);
        }}
      >
        {["file_appeal", "escalate"].includes(action.command) && <Checklist shown={shown} only={action.command === "file_appeal"} />}
        {action.command === "post_message" && <Templates shown={shown} insert={(text) => set("text", text)} />}
        {fields.map((field) => (
          <FieldView key={field.name} field={field} values={values} fault={faults[field.name]} shown={shown} set={set} />
        ))}
        {result && <Follows before={seen} after={result.after} />}
        {action.binds && complete && !result && !trouble && <p class="quiet">{say("sheet.loading")}</p>}
        {trouble && <Trouble trouble={trouble} />}
        <div class="row end">
          <button type="button" onClick={close}>
            {say("sheet.cancel")} <kbd>Esc</kbd>
          </button>
          {trouble?.kind === "words" && (
            <button type="button" onClick={(event) => void submit(event, true)}>
              {say("message.anyway")}
            </button>
          )}
          {trouble?.kind === "stale" ? (
            <button type="button" class="primary" onClick={again}>
              {say("sheet.follows")}
            </button>
          ) : (
            <button ref={button} class="primary" disabled={!mayPress}>
              {buttonName(action, result)}
            </button>
          )}
        </div>
      </form>
    </Dialog>
  );
}
