// Evidence of a case: the checklist, the files, and what is on its way.
import { signal } from "@preact/signals";
import { useEffect, useRef, useState } from "preact/hooks";
import { call, pathOf } from "./client";
import { load, shown as current } from "./case_data";
import { size } from "./format";
import { count, listed, say, term } from "./language";
import { At, Sentence, Theirs } from "./parts";
import type { Case, EvidenceFile, EvidenceKind, FileToDownload } from "./shapes";
import { smaller } from "./smaller_copy";
import * as upload from "./upload";

const MOST = 30;
const SHORT = 12; // characters of a hash
const KINDS: EvidenceKind[] = ["photo", "logistics", "video", "inspection_report", "contract", "conversation", "policy_disclosure", "refund_proof", "other"];

interface Draft {
  id: string;
  file: File;
  kind: EvidenceKind;
  description: string;
}
export const drafts = signal<Draft[]>([]);

export function offer(files: Iterable<File>): void {
  const added = [...files].map((file) => ({ id: crypto.randomUUID(), file, kind: upload.guessKind(file.name, file.type), description: "" }));
  drafts.value = [...drafts.value, ...added];
}

export function choose(): void {
  document.getElementById("file-input")?.click();
}

function Thumb({ file }: { file: File }) {
  const [address, setAddress] = useState<string | null>(null);
  useEffect(() => {
    if (!file.type.startsWith("image/")) return undefined;
    const made = URL.createObjectURL(file);
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [file]);
  return address ? <img src={address} alt="" width="48" height="48" onError={() => setAddress(null)} /> : <span class="thumb">▣</span>;
}

function DraftView({ draft }: { draft: Draft }) {
  const set = (values: Partial<Draft>) => {
    drafts.value = drafts.value.map((each) => (each.id === draft.id ? { ...each, ...values } : each));
  };
  return (
    <li class="draft">
      <Thumb file={draft.file} />
      <span>
        <Theirs>{draft.file.name}</Theirs> <span class="quiet">{size(draft.file.size)}</span>
      </span>
      <select aria-label={`${say("field.kind")} ${draft.file.name}`} value={draft.kind} onChange={(event) => set({ kind: event.currentTarget.value as EvidenceKind })}>
        {KINDS.map((kind) => (
          <option key={kind} value={kind}>
            {term("kind", kind)}
          </option>
        ))}
      </select>
      <input type="text" aria-label={`${say("upload.describe")} ${draft.file.name}`} placeholder={say("upload.describe")} value={draft.description} onInput={(event) => set({ description: event.currentTarget.value })} />
      <button type="button" class="plain" aria-label={`${say("upload.remove")} ${draft.file.name}`} onClick={() => (drafts.value = drafts.value.filter((each) => each.id !== draft.id))}>
        ✕
      </button>
    </li>
  );
}

export function stageText(each: upload.Upload): string {
  if (each.stage === "stored") return say("upload.stored", { h: (each.sha256 ?? "").slice(0, SHORT) });
  if (each.stage === "rejected") return say("upload.rejected", { why: each.reason ?? "" });
  if (each.stage === "failed") return say("upload.failed", { why: each.reason ?? "" });
  return say(`upload.${each.stage}`, { n: each.sent });
}

function UploadView({ each }: { each: upload.Upload }) {
  const moving = ["waiting", "hashing", "sending", "checking"].includes(each.stage);
  const mayShrink = each.stage === "stored" && each.warnings.length > 0 && each.file.type.startsWith("image/");
  return (
    <li class="upload">
      <span>
        <Theirs>{each.name}</Theirs> <span class="quiet">{term("kind", each.kind)}</span>
      </span>
      {each.stage === "sending" && <progress max={100} value={each.sent} aria-label={each.name} />}
      <span class={["rejected", "failed"].includes(each.stage) ? "bad" : "quiet"} aria-live="polite">
        {stageText(each)}
      </span>
      {each.warnings.map((warning) => (
        <span key={warning} class="warm">
          ⚠ <Sentence>{warning}</Sentence>
        </span>
      ))}
      {mayShrink && (
        <button type="button" onClick={() => void smaller(each)}>
          {say("upload.smaller")}
        </button>
      )}
      {moving && each.stage !== "checking" && (
        <button type="button" onClick={() => upload.cancel(each.id)}>
          {say("upload.cancel")}
        </button>
      )}
      {["failed", "cancelled"].includes(each.stage) && (
        <button type="button" onClick={() => upload.retry(each.id)}>
          {say("upload.retry")}
        </button>
      )}
    </li>
  );
}

function FileView({ shown, file }: { shown: Case; file: EvidenceFile }) {
  const open = async () => {
    const { value } = await call<FileToDownload>(`${pathOf(shown.case_id)}/evidence/${encodeURIComponent(file.evidence_id)}`);
    if (value?.download_url) location.assign(value.download_url);
  };
  const sign = file.status === "stored" ? "✓" : file.status === "rejected" ? "✗" : "…";
  return (
    <li class={file.status === "rejected" ? "bad" : ""}>
      <span>
        {sign} <Theirs>{file.filename}</Theirs>{" "}
        <span class="quiet">
          {term("kind", file.kind)} · {size(file.size)} · {file.sha256.slice(0, SHORT)} · <At at={file.at} />
        </span>
        {file.reason && (
          <>
            {" · "}
            <Sentence>{file.reason}</Sentence>
          </>
        )}
        {file.description && file.description !== file.filename && (
          <>
            <br />
            <Theirs>{file.description}</Theirs>
          </>
        )}
      </span>
      <span>
        {shown.readiness.new_since_ruling.includes(file.evidence_id) && <span class="tag">{say("sheet.new")}</span>}{" "}
        {file.status === "stored" || file.status === "late" ? (
          <button type="button" class="plain" aria-label={`${say("upload.download")} ${file.filename}`} onClick={() => void open()}>
            ↓
          </button>
        ) : (
          <span class="tag">{term("file", file.status)}</span>
        )}
      </span>
    </li>
  );
}

function Drafts({ shown }: { shown: Case }) {
  const send = useRef<HTMLButtonElement>(null);
  // Whoever chose files by a key goes on by a key: what was chosen is above the button.
  useEffect(() => send.current?.focus(), [drafts.value.length]);
  if (drafts.value.length === 0) return null;
  const bytes = drafts.value.reduce((sum, each) => sum + each.file.size, 0);
  const sendAll = () => {
    for (const { id, file, kind, description } of drafts.value) upload.add({ id, caseId: shown.case_id, file, name: file.name, kind, description });
    drafts.value = [];
  };
  return (
    <div class="note">
      <p>{say("upload.count", { n: shown.evidence.length + drafts.value.length, most: MOST, size: size(bytes) })}</p>
      <p class="quiet">{say("upload.platform")}</p>
      <ul class="plain">
        {drafts.value.map((draft) => (
          <DraftView key={draft.id} draft={draft} />
        ))}
      </ul>
      <button ref={send} type="button" class="primary" onClick={sendAll}>
        {say("upload.send")} · {count("files", drafts.value.length)}
      </button>
    </div>
  );
}

export function Evidence({ shown }: { shown: Case }) {
  const lacking = shown.readiness.missing.map((each) => `${each.needed - each.have} × ${term("kind", each.kind)}`);
  const own = upload.uploads.value.filter((each) => each.caseId === shown.case_id);
  useEffect(() => upload.whenDone((done) => done.caseId === current.value?.case_id && void load(done.caseId)), []);
  return (
    <section id="evidence">
      <div class="row between">
        <h2>{say("case.evidence")}</h2>
        <button type="button" onClick={choose} title={say("upload.drop")}>
          + {say("upload.add")} <kbd>e</kbd>
        </button>
      </div>
      <input
        id="file-input"
        class="hidden"
        type="file"
        multiple
        tabIndex={-1}
        aria-label={say("upload.add")}
        onChange={(event) => {
          offer(event.currentTarget.files ?? []);
          event.currentTarget.value = "";
        }}
      />
      {lacking.length > 0 && <p class="warm">☐ {say("case.evidence.missing", { list: listed(lacking) })}</p>}
      {lacking.length === 0 && shown.evidence.length > 0 && <p class="quiet">✓ {say("case.evidence.ready")}</p>}
      <Drafts shown={shown} />
      {own.length > 0 && (
        <ul class="plain">
          {own.map((each) => (
            <UploadView key={each.id} each={each} />
          ))}
        </ul>
      )}
      {shown.evidence.length === 0 && own.length === 0 && <p class="quiet">{say("case.evidence.none")}</p>}
      {shown.evidence.length > 0 && (
        <ul class="lines">
          {shown.evidence.map((file) => (
            <FileView key={file.evidence_id} shown={shown} file={file} />
          ))}
        </ul>
      )}
    </section>
  );
}
