// Evidence from the browser to the bucket: hash, grant, PUT, and the verdict. No view is in this module.
import { signal } from "@preact/signals";
import { call, NoNetwork, pathOf, Problem } from "./client";
import type { EvidenceFile, EvidenceKind, FileToUpload, Grant } from "./shapes";

export type Stage = "waiting" | "hashing" | "sending" | "checking" | "stored" | "rejected" | "failed" | "cancelled";
export interface Upload {
  id: string;
  caseId: string;
  file: Blob;
  name: string;
  kind: EvidenceKind;
  description: string;
  stage: Stage;
  sent: number; // per cent
  reason: string | null;
  sha256: string | null;
  warnings: string[];
}

export const AT_ONCE = 3;
const TRIES = 3;
const LOOK_AGAIN = 1000;
const LOOKS = 60;
const WAIT = 5000; // until a file that met no network is tried again

export const uploads = signal<Upload[]>([]);
const running = new Map<string, AbortController>();
let after: (done: Upload) => void = () => undefined;

/** Call something whenever an upload has ended. */
export function whenDone(act: (done: Upload) => void): void {
  after = act;
}

export function change(id: string, values: Partial<Upload>): void {
  uploads.value = uploads.value.map((each) => (each.id === id ? { ...each, ...values } : each));
}

const find = (id: string): Upload | undefined => uploads.peek().find((each) => each.id === id);

const TYPES: Record<string, FileToUpload["content_type"]> = {
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  png: "image/png",
  webp: "image/webp",
  heic: "image/heic",
  heif: "image/heif",
  pdf: "application/pdf",
  mp4: "video/mp4",
  mov: "video/quicktime",
  txt: "text/plain",
};

export const typeOf = (name: string, type: string): string =>
  type || (TYPES[name.split(".").at(-1)?.toLowerCase() ?? ""] ?? "application/octet-stream");

export function guessKind(name: string, type: string): EvidenceKind {
  const kind = typeOf(name, type);
  if (/waybill|track|label|dhl|ups|pod/i.test(name)) return "logistics";
  if (kind.startsWith("image/")) return "photo";
  if (kind.startsWith("video/")) return "video";
  return kind === "text/plain" ? "conversation" : "other";
}

export async function hashOf(file: Blob): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

class Aborted extends Error {}
class Expired extends Error {}

/** Send the bytes. XMLHttpRequest tells how much has been sent, and fetch does not. */
function put(grant: Grant, file: Blob, stop: AbortSignal, progress: (percent: number) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(grant.upload.method, grant.upload.url);
    for (const [name, value] of Object.entries(grant.upload.headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = (event) => progress(Math.floor((event.loaded / event.total) * 100));
    request.onload = () => {
      // 412: the key has its file already, for an earlier try arrived after all.
      if (request.status < 300 || request.status === 412) resolve();
      else if (request.status === 403) reject(new Expired());
      else reject(new Error(`${request.status}`));
    };
    request.onerror = () => reject(new NoNetwork());
    request.onabort = () => reject(new Aborted());
    stop.addEventListener("abort", () => request.abort());
    if (stop.aborted) reject(new Aborted());
    else request.send(file);
  });
}

async function announce(upload: Upload, sha256: string, attempt: number): Promise<Grant> {
  // The type is the browser's word. The API refuses one that is not accepted.
  const json: Omit<FileToUpload, "content_type"> & { content_type: string } = {
    filename: upload.name,
    content_type: typeOf(upload.name, upload.file.type),
    size: upload.file.size,
    sha256,
    kind: upload.kind,
    description: upload.description || upload.name,
  };
  const once = attempt === 0 ? upload.id : `${upload.id}-${attempt}`;
  const { value } = await call<Grant>(`${pathOf(upload.caseId)}/evidence`, { method: "POST", json, once });
  if (!value) throw new Error("an announcement without a grant");
  return value;
}

async function verdict(upload: Upload, evidenceId: string, stop: AbortSignal): Promise<void> {
  for (let look = 0; look < LOOKS && !stop.aborted; look += 1) {
    const { value } = await call<EvidenceFile>(`${pathOf(upload.caseId)}/evidence/${encodeURIComponent(evidenceId)}`);
    if (value && value.status !== "announced") {
      const stage = value.status === "rejected" ? "rejected" : "stored";
      change(upload.id, { stage, reason: value.reason });
      return;
    }
    await new Promise((done) => setTimeout(done, LOOK_AGAIN));
  }
}

async function attempt(upload: Upload, number: number, stop: AbortSignal): Promise<void> {
  const sha256 = upload.sha256 ?? (await hashOf(upload.file));
  change(upload.id, { sha256, stage: "sending", sent: 0 });
  const grant = await announce(upload, sha256, number);
  change(upload.id, { warnings: grant.warnings });
  await put(grant, upload.file, stop, (sent) => change(upload.id, { sent }));
  change(upload.id, { stage: "checking", sent: 100 });
  await verdict(upload, grant.evidence_id, stop);
}

const isFinal = (error: unknown): boolean => error instanceof Problem && error.status < 500 && error.status !== 401;

async function run(id: string): Promise<void> {
  const stop = new AbortController();
  running.set(id, stop);
  change(id, { stage: "hashing", reason: null });
  for (let number = 0; number < TRIES; number += 1) {
    const upload = find(id);
    if (!upload) break;
    try {
      await attempt(upload, number, stop.signal);
      break;
    } catch (error) {
      if (stop.signal.aborted) break;
      // Without a network the file waits. It goes on when the network is back.
      if (error instanceof NoNetwork) {
        change(id, { stage: "waiting" });
        break;
      }
      const reason = error instanceof Problem ? (error.body.errors?.[0]?.message ?? error.body.detail) : String(error);
      if (isFinal(error) || number === TRIES - 1) {
        change(id, { stage: "failed", reason });
        break;
      }
    }
  }
  running.delete(id);
  const done = find(id);
  if (done) after(done);
  if (done?.stage === "waiting") setTimeout(pump, WAIT);
  else pump();
}

/** Start what waits, three at a time. */
export function pump(): void {
  for (const each of uploads.peek()) {
    if (running.size >= AT_ONCE) return;
    if (each.stage === "waiting" && !running.has(each.id)) void run(each.id);
  }
}

export function add(upload: Omit<Upload, "stage" | "sent" | "reason" | "sha256" | "warnings">): void {
  uploads.value = [...uploads.value, { ...upload, stage: "waiting", sent: 0, reason: null, sha256: null, warnings: [] }];
  pump();
}

export function cancel(id: string): void {
  running.get(id)?.abort();
  change(id, { stage: "cancelled" });
}

export function retry(id: string): void {
  // A new id: the grant of the first try may have expired, and its key may have been used.
  const fresh = crypto.randomUUID();
  uploads.value = uploads.value.map((each) => (each.id === id ? { ...each, id: fresh, stage: "waiting", sent: 0 } : each));
  pump();
}

addEventListener("online", pump);
