// A client of Recourse in Node, without a package: it opens a case, uploads evidence, loses and appeals. docs/integrate.md
// explains each step. Start `make run` first, and then: node docs/example_client.mjs .local/stack.json
import { createHash, createHmac, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

const stack = JSON.parse(readFileSync(process.argv[2], "utf8"));
const { secret } = stack.connections.demo;
const order = { order_number: `N-${Date.now()}` };
const ids = { ...order, return_id: "R-1" };
const path = `/cases/alibaba.${order.order_number}.R-1`;

/** Call the API. An error is a problem: its `type` says what to do (docs/errors.md), and a 503 or 429 when to try again. */
async function ask(method, address, body, once = randomUUID()) {
  const headers = { Authorization: `Bearer ${stack.api_keys.demo.seller}` };
  if (body) Object.assign(headers, { "Content-Type": "application/json", "Idempotency-Key": once });
  const answer = await fetch(stack.api_url + address, { method, headers, body: body && JSON.stringify(body) });
  const content = await answer.json();
  if (answer.ok) return content;
  const seconds = answer.headers.get("Retry-After");
  if (seconds === null) throw new Error(`${content.status} ${content.type}: ${content.detail}`);
  await sleep(Number(seconds) * 1000);
  return ask(method, address, body, once);
}
const look = () => ask("GET", path);
const give = (command, fields) => ask("POST", `${path}/commands`, { command, ...fields });

/** Look again and again until there is a result. */
async function until(find) {
  for (;;) {
    const result = await find();
    if (result) return result;
    await sleep(500);
  }
}

/** Send a webhook as the marketplace does: Standard Webhooks 1.0. */
async function tell(type, data, hoursAgo = 0) {
  const timestamp = new Date(Date.now() - hoursAgo * 3_600_000).toISOString();
  const body = JSON.stringify({ type, timestamp, data });
  const id = `msg_${randomUUID()}`;
  const seconds = Math.floor(Date.now() / 1000);
  const key = Buffer.from(secret.replace("whsec_", ""), "base64");
  const signature = createHmac("sha256", key).update(`${id}.${seconds}.${body}`).digest("base64");
  const signed = { "webhook-id": id, "webhook-timestamp": `${seconds}`, "webhook-signature": `v1,${signature}` };
  const headers = { "Content-Type": "application/json", ...signed };
  const answer = await fetch(`${stack.api_url}/webhooks/demo`, { method: "POST", headers, body });
  const { status } = await answer.json();
  if (status !== "accepted") throw new Error(`${type}: ${answer.status} ${status}`);
}

/** Announce a file with its hash, send it to the address of the answer, and wait until it was examined. */
async function upload(filename, content_type, kind, bytes) {
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const file = { filename, content_type, kind, size: bytes.length, sha256, description: filename };
  const { evidence_id, upload: grant } = await ask("POST", `${path}/evidence`, file);
  const sent = await fetch(grant.url, { method: grant.method, headers: grant.headers, body: bytes });
  if (!sent.ok) throw new Error(`${filename}: ${sent.status} ${await sent.text()}`);
  const record = await until(async () => {
    const shown = await ask("GET", `${path}/evidence/${evidence_id}`);
    return shown.status !== "announced" && shown;
  });
  if (record.status !== "stored") throw new Error(`${filename}: ${record.reason}`);
  return evidence_id;
}

const PDF = "%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";
const PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
const usd = (minor) => ({ minor, currency: "USD" });
const bought = { customer: { name: "Ada Buyer" }, lines: [{ sku: "MUG-01", quantity: 2, amount: usd(2400) }] };
const reason = { code: "colour_difference", text: "ordered navy, got black" };

await tell("order.placed", { ...order, ...bought }, 240);
await tell("order.delivered", order, 96);
await tell("return.requested", { ...ids, ...bought, wants: "return_and_refund", reason }, 2);
console.log((await look()).turn.text);

const waybill = await upload("waybill.pdf", "application/pdf", "logistics", Buffer.from(PDF));
const { offers } = await give("make_offer", { resolution: "partial_refund", amount: usd(600) });
await tell("offer.declined", { ...ids, offer_id: offers[0].offer_id });
await give("escalate", { reason: "no agreement" });
console.log("filed as", await until(async () => (await look()).rounds[0].reference));

await tell("mediation.opened", { ...ids, mediation_id: "M-1", opened_by: "seller" });
await tell("mediation.decided", { ...ids, mediation_id: "M-1", in_favour_of: "customer", refund: usd(2400) });
const { missing } = (await look()).readiness;
console.log("an appeal needs", missing.map(({ kind }) => kind).join(", "));

// An appeal names all that it relies on, also what was uploaded before the ruling.
const sample = await upload("sample.png", "image/png", "photo", Buffer.from(PNG, "base64"));
await give("file_appeal", { grounds: "The approved sample was black", evidence: [waybill, sample] });
console.log("filed as", await until(async () => (await look()).rounds[1].reference));

await tell("appeal.opened", { ...ids, appeal_id: "AP-1", opened_by: "seller" });
await tell("appeal.decided", { ...ids, appeal_id: "AP-1", in_favour_of: "seller" });
const closed = await give("close_case", { root_cause: "colour not named on the order" });
console.log(closed.status, closed.outcome);
