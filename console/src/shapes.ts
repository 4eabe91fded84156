// The shapes of the API that the console reads, by the document of the API: a changed answer stops the type checker.
import type { components } from "./api.d.ts";

type Schemas = components["schemas"];

export type Money = Schemas["Money"];
export type Turn = Schemas["TurnShape"];
export type Summary = Schemas["Summary"];
export type Work = Schemas["WorkShape"];
export type Offer = Schemas["OfferShape"];
export type EvidenceFile = Schemas["EvidenceShape"];
export type FileToDownload = Schemas["DownloadableShape"];
export type EvidenceKind = Schemas["EvidenceKind"];
export type FileToUpload = Schemas["UploadAsked"];
export type Round = Schemas["RoundShape"];
export type Entry = Schemas["EntryShape"];
export type TimelinePage = Schemas["TimelinePageShape"];
export type Case = Schemas["WholeCase"];
export type Dossier = Schemas["Dossier"];
export type CitedRule = Schemas["RuleShape"];
export type CameraCase = Schemas["CameraCaseShape"];
export type Preview = Schemas["PreviewShape"];
export type Session = Schemas["SessionShape"];
export type SignIn = Schemas["SignIn"];
export type CameraPass = Schemas["PassShape"];
export type Grant = Schemas["GrantShape"];

/** The codes that the console has its own words for. A new member of an enum needs its words in both languages. */
export type Coded =
  | `status.${Schemas["Status"]}`
  | `outcome.${Schemas["Outcome"]}`
  | `turn.${Schemas["TurnCode"]}`
  | `reason.${Schemas["ReasonCode"]}`
  | `wants.${Schemas["Resolution"]}`
  | `party.${Schemas["Party"] | Schemas["Favour"]}`
  | `deadline.${Schemas["DeadlineShape"]["name"]}`
  | `offer.${Schemas["OfferStatus"]}`
  | `kind.${Schemas["EvidenceKind"]}`
  | `file.${Schemas["EvidenceStatus"]}`
  | `condition.${Schemas["Condition"]}`
  | `round.${Schemas["RoundKind"]}`
  | `roundstatus.${Schemas["RoundStatus"]}`
  | `case.order.${Schemas["CheckResult"]}`
  | `command.${Schemas["Command"]["command"]}`;

/** A problem, and the members that some types of problems add. An error of the network's own has less. */
export type ProblemBody = Partial<Schemas["ProblemShape"]> &
  Pick<Schemas["ProblemShape"], "title" | "status" | "detail"> & {
    rule?: string;
    words?: string[];
    errors?: { field: string; message: string }[];
  };
