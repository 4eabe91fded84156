// The commands that are not allowed now, each with the reason that the same rules give.
import { useEffect, useState } from "preact/hooks";
import { Problem } from "./client";
import type { Action } from "./actions";
import { preview } from "./case_data";
import { language, say, term } from "./language";
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
  match_lines: { lines: [{ sku: "x", order_sku: "x" }] },
};

interface Why {
  text: string;
  rule?: string | undefined;
}

function Greyed({ action, why }: { action: Action; why: Why | undefined }) {
  return (
    <li>
      <span class="quiet">{why ? say("label", { name: term("command", action.command) }) : term("command", action.command)}</span>
      {why && (
        <span>
          <Sentence>{why.text}</Sentence> {why.rule && <span class="rule">{why.rule}</span>}
        </span>
      )}
    </li>
  );
}

async function reason(shown: Case, { command }: Action): Promise<Why | null> {
  try {
    await preview(shown, { command, ...SAMPLES[command] });
  } catch (error) {
    if (error instanceof Problem) return { text: error.body.detail, rule: error.body.rule };
  }
  return null;
}

export function More({ shown, actions }: { shown: Case; actions: Action[] }) {
  const [reasons, setReasons] = useState<Record<string, Why>>({});
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    if (!isOpen) return undefined;
    let late = false;
    const ask = async () => {
      for (const action of actions) {
        const why = await reason(shown, action);
        if (late) return;
        if (why) setReasons((before) => ({ ...before, [action.command]: why }));
      }
    };
    void ask();
    return () => {
      late = true;
    };
  }, [isOpen, shown.version, language.value]);
  return (
    <details class="more" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{say("case.more")}</summary>
      <ul class="plain">
        {actions.map((action) => (
          <Greyed key={action.command} action={action} why={reasons[action.command]} />
        ))}
      </ul>
    </details>
  );
}
