// The client of the public API, on the page's own origin. The cookie of the session travels by itself.
import { signal } from "@preact/signals";
import { learnTime, now } from "./clock";
import { language } from "./language";
import type { ProblemBody } from "./shapes";

const BASE = "../";

export const online = signal(true);
export const answeredAt = signal(0); // when the server was heard last
export const signedOut = signal(false);

export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly body: ProblemBody,
    readonly retryAfter: number,
  ) {
    super(body.detail);
  }
}

export class NoNetwork extends Error {}

export interface Ask {
  method?: string;
  json?: unknown;
  etag?: string | null;
  version?: string;
  once?: string;
}

export interface Answer<T> {
  value: T | null; // null: nothing new since the etag
  etag: string | null;
  language: string;
}

function headersOf(ask: Ask): Record<string, string> {
  const headers: Record<string, string> = { "Accept-Language": language.value };
  if (ask.json !== undefined) headers["Content-Type"] = "application/json";
  if (ask.etag) headers["If-None-Match"] = ask.etag;
  if (ask.version) headers["If-Match"] = `"${ask.version}"`;
  if (ask.once) headers["Idempotency-Key"] = ask.once;
  return headers;
}

async function send(path: string, ask: Ask): Promise<Response> {
  try {
    const answer = await fetch(BASE + path, {
      method: ask.method ?? "GET",
      headers: headersOf(ask),
      ...(ask.json === undefined ? {} : { body: JSON.stringify(ask.json) }),
    });
    online.value = true;
    learnTime(answer.headers.get("Date"));
    answeredAt.value = now();
    return answer;
  } catch {
    online.value = false;
    throw new NoNetwork();
  }
}

async function problemOf(answer: Response): Promise<Problem> {
  const fallback: ProblemBody = { title: answer.statusText, status: answer.status, detail: answer.statusText };
  const body = await answer.json().catch(() => fallback);
  return new Problem(answer.status, { ...fallback, ...body }, Number(answer.headers.get("Retry-After") ?? 5));
}

export async function call<T>(path: string, ask: Ask = {}): Promise<Answer<T>> {
  const answer = await send(path, ask);
  const told = { etag: answer.headers.get("ETag"), language: answer.headers.get("Content-Language") ?? "en" };
  if (answer.status === 304 || answer.status === 204) return { value: null, ...told };
  if (answer.ok) return { value: (await answer.json()) as T, ...told };
  const problem = await problemOf(answer);
  if (problem.status === 401 && path !== "session") signedOut.value = true;
  throw problem;
}

export const pathOf = (caseId: string): string => `cases/${encodeURIComponent(caseId)}`;
