// The shapes of the API that the console reads.
export interface Money {
  minor: number;
  currency: string;
}
export interface Said {
  code: string;
  text: string;
}
export interface Turn extends Said {
  who: "us" | "customer" | "platform" | "carrier" | "nobody";
}
export interface Deadline {
  name: string;
  at: string;
  since?: string;
  who: string;
  if_silent: string;
  silence?: string;
  rule: string;
  burning: string;
}
export interface Review {
  id?: string;
  rule: string;
  detail: string;
  acknowledged?: { by: string; at: string } | null;
}
export interface Reason {
  code: string;
  fault: string;
  text: string | null;
  original: string | null;
}
export interface Customer {
  name: string;
}
export interface Summary {
  case_id: string;
  order_number: string;
  return_id: string;
  marketplace?: string;
  status: string;
  outcome: string | null;
  reason: Reason;
  customer: Customer | null;
  deadline: Deadline | null;
  needs_review: Review[];
  changed_at: string;
  opened_at?: string;
  version?: string;
  wants?: string | null;
  turn: Turn;
  at_stake?: Money | null;
  assignee?: string | null;
  tasks?: number;
  evidence?: { have: number; needed: number };
  next?: Said | null;
}
export interface Work {
  cases: Summary[];
  counts: Record<string, number | string>;
  as_of: string;
  truncated: boolean;
}
export interface Line {
  sku: string;
  title: string | null;
  quantity: number;
  amount: Money | null;
  order_sku?: string | null;
}
export interface Offer {
  offer_id: string;
  by: "customer" | "seller";
  resolution: string;
  amount: Money | null;
  freight_payer: string | null;
  expires_at: string | null;
  text: string | null;
  status: string;
  at: string;
  recorded_by?: string | null;
}
export interface EvidenceFile {
  evidence_id: string;
  kind: string;
  filename: string;
  description: string | null;
  content_type: string;
  size: number;
  sha256: string;
  status: "announced" | "stored" | "rejected" | "late";
  reason: string | null;
  at: string;
  download_url?: string | null;
}
export interface Round {
  kind: string;
  number: number;
  id: string | null;
  effect_id: string | null;
  opened_by: string;
  status: string;
  reference: string | null;
  requested_at: string | null;
  decided_at: string | null;
  in_favour_of: string | null;
  refund: Money | null;
  freight_payer: string | null;
  appeal_until: string | null;
  to_file_by?: string | null;
}
export interface Entry {
  id: string;
  at: string;
  received_at: string;
  by: string;
  type: string;
  text: string | null;
  effect: string | null;
  no_effect_because: string | null;
  person?: string | null;
}
export interface Missing {
  kind: string;
  needed: number;
  have: number;
}
export interface Inspection {
  matches_description: boolean;
  matches_pictures: boolean;
  condition: string;
  note: string | null;
  evidence: string[];
  at: string;
}
export interface Freight {
  payer: string | null;
  rule: string;
  policy: string;
  reclaim_from: string | null;
  because: string;
  differs: { policy: string; payer: string | null } | null;
}
export interface Task {
  kind: string;
  effect_id: string | null;
  text: string;
}
export interface Case {
  case_id: string;
  version: string;
  marketplace: string;
  order_number: string;
  return_id: string;
  status: string;
  outcome: string | null;
  platform_status: string | null;
  customer: Customer | null;
  reason: Reason;
  wants: string | null;
  lines: Line[];
  order: { known: boolean; lines: Line[]; total: Money | null; delivered_at: string | null };
  order_check: {
    result: string;
    fields: { field: string; return: string; order: string }[];
    overridden: { reason: string; at: string } | null;
  };
  eligibility: { eligible: boolean; rules: { rule: string; holds: boolean; why: string }[]; days_left: number | null };
  offers: Offer[];
  inspection: Inspection | null;
  refusal?: { reason: string; grounds: string[]; without_grounds: boolean; at: string; contested_at: string | null } | null;
  freight: Freight;
  refund: { due: Money | null; settled: Money | null };
  at_stake?: Money | null;
  rounds: Round[];
  evidence: EvidenceFile[];
  readiness: { ready: boolean; missing: Missing[]; new_since_ruling: string[] };
  deadline: Deadline | null;
  deadlines: Deadline[];
  available_actions: string[];
  needs_review: Review[];
  tasks: Task[];
  next_steps: string[];
  resources: { title: string; url: string; why: string }[];
  turn: Turn;
  policy: { name: string; version: number };
  root_cause: string | null;
  reply_templates: { situation: string; text: string }[];
  timeline: Entry[];
  timeline_total: number;
  changed_at: string;
}
export interface CameraCase {
  case_id: string;
  order_number: string;
  return_id: string;
  status: string;
  customer: Customer | null;
  reason: Reason;
  readiness: Case["readiness"];
}
export interface Preview {
  after: Case;
  changes: { field: string; before: unknown; after: unknown }[];
}
export interface Session {
  merchant: string;
  role: string;
  person: string | null;
  expires_at: string | null;
  language: string | null;
  time_zone: string | null;
  case_id: string | null;
}
export interface Grant {
  evidence_id: string;
  upload: { method: string; url: string; headers: Record<string, string> };
  expires_at: string;
  warnings: string[];
}
export interface ProblemBody {
  type?: string;
  title: string;
  status: number;
  detail: string;
  rule?: string;
  words?: string[];
  errors?: { field: string; message: string }[];
}
