// The text of a rule, and the clauses of the policy that make it up, as the dossier of the case cites them.
import { useState } from "preact/hooks";
import { call, pathOf, Problem } from "./client";
import { say, term } from "./language";
import { Dialog, Sentence } from "./parts";
import type { Case, CitedRule, Dossier } from "./shapes";

function RuleText({ shown, rule, close }: { shown: Case; rule: string; close: () => void }) {
  const [cited, setCited] = useState<CitedRule | null>(null);
  const [fault, setFault] = useState("");
  useState(() => {
    call<Dossier>(`${pathOf(shown.case_id)}/dossier`).then(
      ({ value }) => setCited(value?.rules.find((each) => each.rule === rule) ?? null),
      (error: unknown) => setFault(error instanceof Problem ? error.body.detail : say("failed.network")),
    );
  });
  return (
    <Dialog title={say("sheet.rule", { r: rule })} close={close}>
      {!cited && !fault && <p class="quiet">{say("loading")}</p>}
      {fault && <p class="bad">{fault}</p>}
      {cited?.text && (
        <p>
          <Sentence>{cited.text}</Sentence>
        </p>
      )}
      {cited && cited.clauses.length > 0 && (
        <ul class="clauses">
          {cited.clauses.map((clause) => (
            <li key={clause} class="quiet">
              <Sentence>{clause}</Sentence>
            </li>
          ))}
        </ul>
      )}
      <p class="quiet">{say("case.policy", { name: term("policy", shown.policy.name), n: shown.policy.version })}</p>
    </Dialog>
  );
}

/** The name of a rule, which opens its text. */
export function Rule({ shown, rule }: { shown: Case; rule: string }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button type="button" class="rule" aria-label={say("sheet.rule", { r: rule })} onClick={() => setOpen(true)}>
        {rule}
      </button>
      {isOpen && <RuleText shown={shown} rule={rule} close={() => setOpen(false)} />}
    </>
  );
}
