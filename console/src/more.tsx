// The commands that are not allowed now, each with the reason that the same rules give.
import { useState } from "preact/hooks";
import { Problem } from "./client";
import type { Action } from "./actions";
import { preview } from "./case_data";
import { say, term } from "./language";
import { Sentence } from "./parts";
import type { Case } from "./shapes";

// Something in every field, so that the answer is about the case and not about the field.
const SAMPLES: Record<string, object> = {
  accept_offer: { offer_id: "x" },
  decline_offer: { offer_id: "x" },
  withdraw_offer: { offer_id: "x" },
  make_offer: { resolution: "partial_refund" },
  record_customer_offer: { resolution: "partial_refund" },
  record_customer_answer: { offer_id: "x", answer: "declined" },
  record_inspection: { matches_description: true, matches_pictures: true, condition: "as_sent" },
  record_settlement: { kind: "refund" },
  file_appeal: { grounds: "x", evidence: [] },
  escalate: { reason: "x" },
  refuse_return: { reason: "x" },
  close_case: { root_cause: "x" },
  post_message: { text: "x" },
  override_order_check: { reason: "x" },
  classify_reason: { code: "defective", reason: "x" },
  complete_details: { wants: "return_and_refund" },
  acknowledge_review: { ids: ["x"] },
};

function Greyed({ shown, action }: { shown: Case; action: Action }) {
  const [why, setWhy] = useState<{ text: string; rule?: string | undefined } | null>(null);
  const ask = async () => {
    try {
      await preview(shown, { command: action.command, ...SAMPLES[action.command] });
    } catch (error) {
      if (error instanceof Problem) setWhy({ text: error.body.detail, rule: error.body.rule });
    }
  };
  return (
    <li>
      <span class="quiet">{term("command", action.command)}</span>{" "}
      {why ? (
        <span>
          <Sentence>{why.text}</Sentence> <span class="quiet">{why.rule}</span>
        </span>
      ) : (
        <button type="button" class="plain" aria-label={`${say("case.more.ask")} ${term("command", action.command)}`} onClick={() => void ask()}>
          {say("case.more.ask")}
        </button>
      )}
    </li>
  );
}

export function More({ shown, actions }: { shown: Case; actions: Action[] }) {
  return (
    <details class="more">
      <summary>{say("case.more")}</summary>
      <ul class="plain">
        {actions.map((action) => (
          <Greyed key={action.command + shown.version} shown={shown} action={action} />
        ))}
      </ul>
    </details>
  );
}
