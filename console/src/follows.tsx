// What follows from a command: the case before and after it, as the same rules decide it.
import { money, moment } from "./format";
import { payerOf } from "./case_parts";
import { label, say, term, type Key } from "./language";
import { Silence } from "./parts";
import type { Case } from "./shapes";

interface Line {
  name: string;
  before: string;
  after: string;
}

const turnOf = (shown: Case): string => say(`turn.${shown.turn.code}` as Key);
const payer = (shown: Case): string => `${payerOf(shown.freight)} ${shown.freight.rule}`;

export function linesOf(before: Case, after: Case): Line[] {
  const lines: Line[] = [
    { name: say("sheet.status"), before: term("status", before.status), after: term("status", after.status) },
    { name: say("case.wants"), before: term("wants", before.wants), after: term("wants", after.wants) },
    { name: say("sheet.outcome"), before: term("outcome", before.outcome), after: term("outcome", after.outcome) },
    { name: say("sheet.owe"), before: money(before.refund.due), after: money(after.refund.due) },
    { name: say("sheet.freight"), before: payer(before), after: payer(after) },
    { name: say("sheet.turn"), before: turnOf(before), after: turnOf(after) },
  ];
  return lines.filter((line) => line.before !== line.after);
}

export function Lines({ lines }: { lines: Line[] }) {
  if (lines.length === 0) return null;
  return (
    <dl class="changes">
      {lines.map((line) => (
        <div key={line.name}>
          <dt>{line.name}</dt>
          <dd>
            <span class="quiet">{line.before}</span> → <strong>{line.after}</strong>
          </dd>
        </div>
      ))}
    </dl>
  );
}

export function Follows({ before, after }: { before: Case; after: Case }) {
  const lines = linesOf(before, after);
  return (
    <section class="follows" aria-live="polite">
      <h3>{say("sheet.follows")}</h3>
      {lines.length === 0 && <p class="quiet">{say("sheet.same")}</p>}
      <Lines lines={lines} />
      {after.deadline && (
        <p>
          {label("sheet.next")}
          {term("deadline", after.deadline.name)} · {moment(after.deadline.at)}
          <br />
          <span class="quiet">
            <Silence text={after.deadline.if_silent} rule={after.deadline.rule} />
          </span>
        </p>
      )}
    </section>
  );
}
