// The page that a phone opens by its pass: shoot for one case. Files wait in the browser until they are stored.
import { effect } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import { call, NoNetwork, online, pathOf, Problem } from "./client";
import { stageText } from "./evidence";
import { listed, say, term } from "./language";
import { Theirs } from "./parts";
import { signIn } from "./session";
import type { CameraCase, EvidenceKind, Session } from "./shapes";
import { LanguageButton } from "./signin";
import * as store from "./store";
import { add, pump, uploads, whenDone, type Upload } from "./upload";

interface Kept {
  id: string;
  caseId: string;
  file: Blob;
  name: string;
  kind: EvidenceKind;
  description: string;
}
const KINDS: EvidenceKind[] = ["photo", "logistics", "other"];

/** A file is kept from the moment it was taken until it is stored, or was rejected for good. */
async function keep(kept: Kept): Promise<void> {
  await store.write("files", kept.id, kept);
  add(kept);
}

async function recall(caseId: string): Promise<void> {
  const here = new Set(uploads.peek().map((each) => each.id));
  for (const kept of await store.readAll<Kept>("files")) if (kept.caseId === caseId && !here.has(kept.id)) add(kept);
}

function forgetWhenDone(done: Upload): void {
  if (done.stage === "stored" || done.stage === "rejected") void store.remove("files", done.id);
}

/** The pass in the address opens a session. After a reload without a network the kept case is shown. */
async function enter(pass: string): Promise<CameraCase | null> {
  try {
    let entered: Session | null = (await call<Session>("session").catch(() => null))?.value ?? null;
    if (entered?.role !== "camera") entered = await signIn({ pass });
    if (!entered.case_id) return null;
    const { value } = await call<CameraCase>(pathOf(entered.case_id));
    if (value) await store.write("answers", "camera", value);
    return value;
  } catch (error) {
    if (error instanceof NoNetwork) return store.read<CameraCase>("answers", "camera");
    throw error;
  }
}

function Shots() {
  const waiting = uploads.value.filter((each) => ["waiting", "hashing", "sending"].includes(each.stage)).length;
  const done = uploads.value.filter((each) => each.stage === "stored").length;
  return (
    <>
      <ul class="plain shots" aria-live="polite">
        {uploads.value.map((each) => (
          <li key={each.id}>
            <span>
              {each.stage === "stored" ? "✓ " : each.stage === "rejected" ? "✗ " : "⧗ "}
              <Theirs>{each.name}</Theirs>
            </span>
            {each.stage === "sending" && <progress max={100} value={each.sent} aria-label={each.name} />}
            <span class={each.stage === "rejected" || each.stage === "failed" ? "bad" : "quiet"}>{stageText(each)}</span>
          </li>
        ))}
      </ul>
      {waiting > 0 && !online.value && (
        <p class="banner" role="status">
          ⧗ {say("phone.queue", { n: waiting })}
        </p>
      )}
      {done > 0 && <p>✓ {say("phone.sent", { n: done })}</p>}
    </>
  );
}

export default function Camera({ pass }: { pass: string }) {
  const [shown, setShown] = useState<CameraCase | null>(null);
  const [ended, setEnded] = useState(false);
  const [kind, setKind] = useState<EvidenceKind>("photo");
  useEffect(() => {
    const lookAgain = (done: Upload) => {
      forgetWhenDone(done);
      if (online.value) void enter(pass).then((fresh) => fresh && setShown(fresh), () => undefined);
    };
    whenDone(lookAgain);
    enter(pass).then(
      (found) => {
        setShown(found);
        if (found) void recall(found.case_id);
      },
      (error: unknown) => setEnded(error instanceof Problem),
    );
    return effect(() => {
      if (online.value) pump();
    });
  }, [pass]);
  const take = (files: FileList | null) => {
    for (const file of files ?? [])
      if (shown) void keep({ id: crypto.randomUUID(), caseId: shown.case_id, file, name: file.name, kind, description: term("kind", kind) });
  };
  const lacking = shown?.readiness.missing.map((each) => `${each.needed - each.have} × ${term("kind", each.kind)}`) ?? [];
  return (
    <main class="camera">
      <div class="row between">
        <h1>{say("phone.title")}</h1>
        <LanguageButton />
      </div>
      {ended && (
        <p role="alert" class="bad">
          {say("phone.ended")}
        </p>
      )}
      {shown && (
        <>
          <p>
            <strong>
              <Theirs>{shown.customer?.name ?? "–"}</Theirs>
            </strong>{" "}
            · {shown.order_number} · {term("reason", shown.reason.code)}
          </p>
          <p class={lacking.length > 0 ? "warm" : "quiet"}>
            {lacking.length > 0 ? say("phone.asked", { list: listed(lacking) }) : say("phone.nothing")}
          </p>
          <Shots />
          <fieldset>
            <legend>{say("phone.kind")}</legend>
            <div class="row">
              {KINDS.map((each) => (
                <label key={each} class="pick">
                  <input type="radio" name="kind" checked={kind === each} onChange={() => setKind(each)} />
                  <span>{term("kind", each)}</span>
                </label>
              ))}
            </div>
          </fieldset>
          <label class="shoot">
            <span>◉ {say("phone.take")}</span>
            <input
              type="file"
              accept="image/*"
              capture="environment"
              multiple
              onChange={(event) => {
                take(event.currentTarget.files);
                event.currentTarget.value = "";
              }}
            />
          </label>
        </>
      )}
    </main>
  );
}
