// Reads a case and gives a command, with the types of `make clients`. Node runs it without a build.
import type { components, operations } from "../../.local/clients/api.d.ts";

type Shown = operations["getCase"]["responses"][200]["content"]["application/json"];
type Command = operations["giveCommand"]["requestBody"]["content"]["application/json"];
type After = operations["giveCommand"]["responses"][201]["content"]["application/json"];
type Deadline = components["schemas"]["DeadlineShape"]["name"];

declare const process: { argv: string[] };

const [, , api, key, caseId] = process.argv;
const headers = { Authorization: `Bearer ${key}`, "Content-Type": "application/json" };

async function ask<Answer>(path: string, body?: Command): Promise<Answer> {
  const call = body ? { method: "POST", body: JSON.stringify(body), headers } : { headers };
  const answer = await fetch(`${api}${path}`, call);
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
  return (await answer.json()) as Answer;
}

// @ts-expect-error -- the types refuse a command that does not exist
const unknown: Command = { command: "give_up" };
// @ts-expect-error -- and a message without its text
const empty: Command = { command: "post_message" };
// @ts-expect-error -- and a deadline that does not exist
const never: Deadline = "some_day";
void [unknown, empty, never];

const shown = await ask<Shown>(`/cases/${caseId}`);
if (!("timeline_total" in shown)) throw new Error("a seller's key shows the whole case");
const after = await ask<After>(`/cases/${caseId}/commands`, { command: "post_message", text: "We look into it." });
const due: Deadline | undefined = shown.deadline?.name;
console.log(JSON.stringify({ order: shown.order_number, due, more: after.timeline_total - shown.timeline_total }));
