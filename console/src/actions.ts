// The commands of a case: their key, their fields, and how much they bind us.
import { digitsOf, money } from "./format";
import { say, term, type Key } from "./language";
import type { Case, Money, Offer } from "./shapes";

export type Values = Record<string, string>;
export interface Option {
  value: string;
  name: string;
}
export interface Field {
  name: string;
  kind: "line" | "text" | "choice" | "money" | "days" | "flag" | "yesno" | "pictures" | "files";
  label: string;
  options?: Option[];
  optional?: boolean;
  preset?: string;
  shownIf?: (values: Values) => boolean;
}
export interface Action {
  command: Case["available_actions"][number];
  key?: string;
  /** Binding: the sheet shows what follows before the button can be pressed. */
  binds: boolean;
  fields: (shown: Case) => Field[];
  body: (values: Values, shown: Case) => object;
}

const REASONS = [
  ...["wrong_item", "wrong_specification", "colour_difference", "not_as_described", "defective", "counterfeit"],
  ...["missing_parts", "damaged_in_transit", "lost_in_transit", "change_of_heart"],
];
const RESOLUTIONS = ["return_and_refund", "exchange", "partial_refund", "refund_without_return"];
export const CONDITIONS = ["as_sent", "used", "damaged", "wrong_goods", "other_goods", "empty"];
const DAY = 86_400_000;

const terms = (group: string, codes: string[]): Option[] => codes.map((code) => ({ value: code, name: term(group, code) }));
const line = (name: string, label: Key, optional = false): Field => ({ name, kind: "line", label: say(label), optional });
const text = (name: string, label: Key, optional = false): Field => ({ name, kind: "text", label: say(label), optional });
const given = (values: Values, ...names: string[]): object =>
  Object.fromEntries(names.filter((name) => values[name]?.trim()).map((name) => [name, values[name]?.trim()]));

export function currencyOf(shown: Case): string {
  const priced = [...shown.lines, ...shown.order.lines].find((each) => each.amount)?.amount;
  return priced?.currency ?? shown.at_stake?.currency ?? shown.refund.due?.currency ?? "USD";
}

/** Read an amount that a person typed. An amount that is no number is sent as it is, so that the API names the field. */
export function readMoney(typed: string, currency: string): Money | string {
  const value = Number(typed.trim().replace(/,(\d{1,2})$/, ".$1").replaceAll(",", ""));
  if (typed.trim() === "" || Number.isNaN(value)) return typed;
  return { minor: Math.round(value * 10 ** digitsOf(currency)), currency };
}

const amount = (values: Values, shown: Case): object =>
  values.amount?.trim() ? { amount: readMoney(values.amount, currencyOf(shown)) } : {};
const evidence = (values: Values): string[] => (values.evidence ?? "").split(" ").filter(Boolean);

export const openOffers = (shown: Case, by: Offer["by"]): Offer[] =>
  shown.offers.filter((offer) => offer.by === by && offer.status === "open");

function offerChoice(shown: Case, by: Offer["by"]): Field[] {
  const offers = openOffers(shown, by);
  const options = offers.map((offer) => ({ value: offer.offer_id, name: `${term("wants", offer.resolution)} · ${offer.offer_id}` }));
  const only = options[0]?.value ?? "";
  return [{ name: "offer_id", kind: "choice", label: say("field.offer_id"), options, preset: only }];
}

function termsOfOffer(shown: Case): Field[] {
  const most = shown.at_stake;
  return [
    { name: "resolution", kind: "choice", label: say("field.resolution"), options: terms("wants", RESOLUTIONS), preset: shown.wants ?? "partial_refund" },
    {
      name: "amount",
      kind: "money",
      label: most ? say("field.amount.most", { m: money(most) }) : say("field.amount"),
      optional: true,
      shownIf: (values) => values.resolution !== "exchange",
    },
    {
      name: "freight_payer",
      kind: "choice",
      label: say("field.freight_payer"),
      options: [{ value: "", name: say("field.freight.policy") }, ...terms("party", ["seller", "customer"])],
      optional: true,
    },
  ];
}

const expiry = (values: Values, now: number): object => {
  const days = Number(values.days ?? "");
  return days > 0 ? { expires_at: new Date(now + days * DAY).toISOString().replace(/\.\d+Z/, "Z") } : {};
};

export const ACTIONS: Action[] = [
  {
    command: "accept_offer",
    key: "a",
    binds: true,
    fields: (shown) => (openOffers(shown, "customer").length > 1 ? offerChoice(shown, "customer") : []),
    body: (values, shown) => ({ offer_id: values.offer_id || (openOffers(shown, "customer")[0]?.offer_id ?? "") }),
  },
  { command: "accept_return", key: "a", binds: true, fields: () => [], body: () => ({}) },
  {
    command: "decline_offer",
    key: "d",
    binds: true,
    fields: (shown) => [...(openOffers(shown, "customer").length > 1 ? offerChoice(shown, "customer") : []), text("text", "field.text", true)],
    body: (values, shown) => ({ offer_id: values.offer_id || (openOffers(shown, "customer")[0]?.offer_id ?? ""), ...given(values, "text") }),
  },
  {
    command: "make_offer",
    key: "o",
    binds: true,
    fields: (shown) => [
      ...termsOfOffer(shown),
      { name: "days", kind: "days", label: say("field.days"), optional: true },
      text("text", "field.text", true),
      { name: "goodwill", kind: "flag", label: say("field.goodwill"), optional: true },
    ],
    body: (values, shown) => ({
      ...given(values, "resolution", "freight_payer", "text"),
      ...(values.resolution === "exchange" ? {} : amount(values, shown)),
      ...expiry(values, Date.now()),
      ...(values.goodwill ? { goodwill: true } : {}),
    }),
  },
  {
    command: "record_inspection",
    key: "i",
    binds: true,
    fields: () => [
      { name: "matches_description", kind: "yesno", label: say("field.matches_description") },
      { name: "matches_pictures", kind: "yesno", label: say("field.matches_pictures") },
      { name: "condition", kind: "pictures", label: say("field.condition"), options: terms("condition", CONDITIONS) },
      { name: "evidence", kind: "files", label: say("field.evidence"), optional: true },
      text("note", "field.note", true),
    ],
    body: (values) => ({
      matches_description: values.matches_description === "yes",
      matches_pictures: values.matches_pictures === "yes",
      ...given(values, "condition", "note"),
      ...(evidence(values).length > 0 ? { evidence: evidence(values) } : {}),
    }),
  },
  {
    command: "record_settlement",
    key: "s",
    binds: true,
    fields: (shown) => [
      {
        name: "kind",
        kind: "choice",
        label: say("field.kind"),
        options: [
          { value: "refund", name: say("field.refund") },
          { value: "exchange", name: say("field.exchange") },
        ],
        preset: shown.refund.due || shown.wants !== "exchange" ? "refund" : "exchange",
      },
      { name: "amount", kind: "money", label: shown.refund.due ? say("field.amount.due", { m: money(shown.refund.due) }) : say("field.amount"), optional: true, shownIf: (values) => values.kind !== "exchange" },
      line("reference", "field.reference", true),
    ],
    body: (values, shown) => ({
      ...given(values, "kind", "reference"),
      ...(values.kind === "exchange" ? {} : amount(values, shown)),
    }),
  },
  {
    command: "file_appeal",
    key: "f",
    binds: true,
    fields: () => [text("grounds", "field.grounds"), { name: "evidence", kind: "files", label: say("field.evidence") }],
    body: (values) => ({ ...given(values, "grounds"), evidence: evidence(values) }),
  },
  { command: "escalate", key: "l", binds: true, fields: () => [text("reason", "field.reason")], body: (values) => given(values, "reason") },
  { command: "refuse_return", key: "r", binds: true, fields: () => [text("reason", "field.reason")], body: (values) => given(values, "reason") },
  {
    command: "withdraw_offer",
    binds: true,
    fields: (shown) => [...offerChoice(shown, "seller"), text("text", "field.text", true)],
    body: (values) => given(values, "offer_id", "text"),
  },
  {
    command: "close_case",
    key: "c",
    binds: true,
    fields: () => [text("root_cause", "field.root_cause"), text("lesson", "field.lesson", true)],
    body: (values) => given(values, "root_cause", "lesson"),
  },
  { command: "post_message", key: "m", binds: false, fields: () => [text("text", "field.text")], body: (values) => given(values, "text") },
  {
    command: "acknowledge_review",
    key: "v",
    binds: false,
    fields: () => [text("note", "field.note", true)],
    body: (values, shown) => ({
      ids: shown.needs_review.filter((each) => !each.acknowledged && each.id).map((each) => each.id),
      ...given(values, "note"),
    }),
  },
  { command: "override_order_check", binds: true, fields: () => [text("reason", "field.reason")], body: (values) => given(values, "reason") },
  {
    command: "classify_reason",
    binds: true,
    fields: () => [
      { name: "code", kind: "choice", label: say("field.code"), options: terms("reason", REASONS), preset: "defective" },
      text("reason", "field.reason"),
    ],
    body: (values) => given(values, "code", "reason"),
  },
  {
    command: "complete_details",
    binds: true,
    fields: (shown) => [
      { name: "wants", kind: "choice", label: say("field.wants"), options: terms("wants", RESOLUTIONS), preset: shown.wants ?? "return_and_refund" },
      line("customer", "field.customer", true),
    ],
    body: (values) => ({ ...given(values, "wants"), ...(values.customer?.trim() ? { customer: { name: values.customer.trim() } } : {}) }),
  },
  {
    command: "match_lines",
    binds: true,
    fields: (shown) =>
      shown.lines.map((each) => ({
        name: `sku ${each.sku}`,
        kind: "choice",
        label: say("field.line", { sku: each.sku }),
        options: [
          ...shown.order.lines.map((own) => ({ value: own.sku, name: own.title ?? own.sku })),
          { value: "", name: say("field.line.none") },
        ],
        preset: each.order_sku ?? shown.order.lines[0]?.sku ?? "",
      })),
    body: (values, shown) => ({ lines: shown.lines.map(({ sku }) => ({ sku, order_sku: values[`sku ${sku}`] || null })) }),
  },
  {
    command: "record_customer_offer",
    binds: true,
    fields: (shown) => [...termsOfOffer(shown), text("text", "field.text", true)],
    body: (values, shown) => ({ ...given(values, "resolution", "freight_payer", "text"), ...(values.resolution === "exchange" ? {} : amount(values, shown)) }),
  },
  {
    command: "record_customer_answer",
    binds: true,
    fields: (shown) => [
      ...offerChoice(shown, "seller"),
      {
        name: "answer",
        kind: "choice",
        label: say("field.answer"),
        options: [
          { value: "accepted", name: say("field.answer.accepted") },
          { value: "declined", name: say("field.answer.declined") },
        ],
        preset: "accepted",
      },
      text("text", "field.text", true),
    ],
    body: (values) => given(values, "offer_id", "answer", "text"),
  },
];

export const actionOf = (command: string): Action | undefined => ACTIONS.find((each) => each.command === command);

// The commands that answer what waits for us.
const ANSWERS: Partial<Record<Case["turn"]["code"], Case["available_actions"]>> = {
  look: ["acknowledge_review"],
  their_offer: ["accept_offer"],
  answer: ["accept_offer", "accept_return", "post_message"],
  inspect: ["record_inspection"],
  settle: ["record_settlement"],
  appeal: ["file_appeal"],
  close: ["close_case"],
};

/** The one command that is most likely now. None if something else than a command is due, such as a file. */
export function likely(shown: Case): Action | undefined {
  const answers = ANSWERS[shown.turn.code] ?? [];
  return answers.filter((name) => shown.available_actions.includes(name)).map(actionOf)[0];
}

/** The allowed commands, the most likely first. */
export function allowed(shown: Case): Action[] {
  const first = likely(shown);
  const own = ACTIONS.filter((each) => shown.available_actions.includes(each.command));
  return first ? [first, ...own.filter((each) => each !== first)] : own;
}
export const refused = (shown: Case): Action[] => ACTIONS.filter((each) => !shown.available_actions.includes(each.command));
