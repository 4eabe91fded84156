// The parts of a case's page.
import { Clock, At, Sentence, Silence, Theirs } from "./parts";
import { money } from "./format";
import { count, label, listed, say, term, type Key } from "./language";
import { Rule } from "./rule";
import type { Case, Offer, Round } from "./shapes";

function OrderCheck({ shown }: { shown: Case }) {
  const { result, fields } = shown.order_check;
  const good = result === "confirmed";
  return (
    <>
      <p class={good ? "" : "warm"}>
        {good ? "✓" : "⚑"} {say(`case.order.${result}` as Key)}
        {" · "}
        {shown.eligibility.eligible ? "✓ " : "⚑ "}
        {say(shown.eligibility.eligible ? "case.eligible" : "case.eligible.not")}
        {shown.eligibility.eligible && shown.status !== "closed" && shown.eligibility.days_left !== null && ` · ${say("case.eligible.left", { n: count("days", shown.eligibility.days_left) })}`}
      </p>
      {fields.map((each) => (
        <p key={each.field} class="warm">
          {say("label", { name: term("member", each.field) })}
          <Theirs>{each.return}</Theirs> ≠ <Theirs>{each.order}</Theirs>
        </p>
      ))}
      <details>
        <summary>{say("case.conditions", { r: shown.eligibility.rules.map((each) => each.rule).join(", ") })}</summary>
        <ul>
          {shown.eligibility.rules.map((each) => (
            <li key={each.rule + each.why}>
              {each.holds ? "✓" : "✗"} <Sentence>{each.why}</Sentence> <Rule shown={shown} rule={each.rule} />
            </li>
          ))}
        </ul>
      </details>
    </>
  );
}

export function Wants({ shown }: { shown: Case }) {
  const words = shown.reason.text ?? shown.reason.original;
  return (
    <section>
      <h2>{say("case.wants")}</h2>
      <ul class="lines">
        {shown.lines.map((line) => (
          <li key={line.sku + line.quantity}>
            <span>
              {line.quantity} × <Theirs>{line.title ?? line.sku}</Theirs>{" "}
              {line.title && <span class="quiet">{line.sku}</span>}
            </span>
            <span>{money(line.amount)}</span>
          </li>
        ))}
      </ul>
      <p>
        <strong>{term("wants", shown.wants)}</strong> · {term("reason", shown.reason.code)}
      </p>
      {words && (
        <blockquote>
          <Theirs>{words}</Theirs>
        </blockquote>
      )}
      {shown.at_stake && (
        <p>
          {label("case.stake")}
          <strong>{money(shown.at_stake)}</strong>
        </p>
      )}
      {shown.refund.due && (
        <p>
          <strong>{say("case.due", { m: money(shown.refund.due) })}</strong>
          {shown.refund.settled && ` · ${say("case.settled", { m: money(shown.refund.settled) })}`}
        </p>
      )}
      <OrderCheck shown={shown} />
      <Freight shown={shown} />
    </section>
  );
}

/** Nobody pays if nothing travels, and as long as nobody knows the reason. */
export function payerOf({ payer, rule }: Case["freight"]): string {
  if (payer) return term("party", payer);
  return say(rule === "G1.1" ? "case.freight.unknown" : "case.freight.none");
}

function Freight({ shown }: { shown: Case }) {
  const { rule, because, differs, reclaim_from: reclaim } = shown.freight;
  return (
    <details>
      <summary>
        {label("case.freight")}
        <strong>{payerOf(shown.freight)}</strong> <span class="quiet">{rule}</span>
      </summary>
      <p>
        <Sentence>{because}</Sentence> <Rule shown={shown} rule={rule} />
      </p>
      {reclaim && <p>{say("case.freight.reclaim")}</p>}
      {differs && (
        <p class="warm">
          ⚠ {say("label", { name: say("case.freight.differs", { p: term("policy", differs.policy) }) })}
          {differs.payer ? term("party", differs.payer) : say("case.freight.none")}
        </p>
      )}
      <p class="quiet">{say("case.policy", { name: term("policy", shown.policy.name), n: shown.policy.version })}</p>
    </details>
  );
}

function OfferView({ offer }: { offer: Offer }) {
  return (
    <li class={offer.status === "open" ? "" : "quiet"}>
      <span>
        <strong>{term("party", offer.by)}</strong> · {term("wants", offer.resolution)}
        {offer.recorded_by && ` · ${say("case.recorded")}`}
        {offer.text && (
          <>
            {" "}
            <Theirs>“{offer.text}”</Theirs>
          </>
        )}
      </span>
      <span>
        {offer.amount && money(offer.amount)} <span class="tag">{term("offer", offer.status)}</span>
      </span>
    </li>
  );
}

export function Offers({ shown }: { shown: Case }) {
  const order = (offer: Offer) => Number(offer.status !== "open");
  const offers = [...shown.offers].sort((a, b) => order(a) - order(b) || b.at.localeCompare(a.at));
  return (
    <section>
      <h2>{say("case.offers")}</h2>
      {offers.length === 0 ? (
        <p class="quiet">{say("case.offers.none")}</p>
      ) : (
        <ul class="lines">
          {offers.map((offer) => (
            <OfferView key={offer.offer_id} offer={offer} />
          ))}
        </ul>
      )}
    </section>
  );
}

function RoundView({ round }: { round: Round }) {
  return (
    <li>
      <span>
        <strong>
          {term("round", round.kind)} {round.number}
        </strong>{" "}
        <span class="quiet">{round.id ?? round.reference ?? ""}</span>
        {round.in_favour_of && ` · ${say("case.favour", { p: term("party", round.in_favour_of) })}`}
        {round.refund && ` · ${money(round.refund)}`}
      </span>
      <span class="tag">{term("roundstatus", round.status)}</span>
    </li>
  );
}

export function Rounds({ shown }: { shown: Case }) {
  if (shown.rounds.length === 0 && !shown.platform_status && shown.resources.length === 0) return null;
  return (
    <section>
      <h2>{say("case.rounds")}</h2>
      {shown.platform_status && (
        <p>
          {say("case.platform", { text: "" })}
          <Theirs>{shown.platform_status}</Theirs>
        </p>
      )}
      {shown.rounds.length > 0 && (
        <ul class="lines">
          {shown.rounds.map((round) => (
            <RoundView key={round.kind + round.number} round={round} />
          ))}
        </ul>
      )}
      {shown.resources.length > 0 && (
        <details>
          <summary>{say("case.resources")}</summary>
          <ul>
            {shown.resources.map((each) => (
              <li key={each.url}>
                <a href={each.url} rel="noreferrer noopener" target="_blank">
                  <Sentence>{each.title}</Sentence>
                </a>{" "}
                <span class="quiet">
                  <Sentence>{each.why}</Sentence>
                </span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

export function Findings({ shown }: { shown: Case }) {
  const { inspection, refusal } = shown;
  if (!inspection && !refusal) return null;
  return (
    <section>
      {inspection && (
        <>
          <h2>{say("case.inspection")}</h2>
          <p>
            {term("condition", inspection.condition)} · {inspection.matches_description ? "✓" : "✗"} {say("field.matches_description")} ·{" "}
            {inspection.matches_pictures ? "✓" : "✗"} {say("field.matches_pictures")}
          </p>
          {inspection.note && (
            <p>
              <Theirs>{inspection.note}</Theirs>
            </p>
          )}
        </>
      )}
      {refusal && (
        <>
          <h2>{say("case.refusal")}</h2>
          <p>
            <Theirs>{refusal.reason}</Theirs>
          </p>
          <p class="quiet">
            {refusal.without_grounds ? say("case.refusal.none") : say("case.refusal.grounds", { list: listed(refusal.grounds) })} · <At at={refusal.at} />
          </p>
        </>
      )}
    </section>
  );
}

export function ToDo({ shown }: { shown: Case }) {
  const open = shown.needs_review.filter((each) => !each.acknowledged);
  if (open.length + shown.tasks.length + shown.next_steps.length === 0) return null;
  return (
    <section>
      {open.length > 0 && (
        <>
          <h2 class="warm">⚑ {say("case.reviews")}</h2>
          <ul>
            {open.map((each) => (
              <li key={each.rule + each.detail}>
                <Sentence>{each.detail}</Sentence> <span class="rule">{each.rule}</span>
              </li>
            ))}
          </ul>
        </>
      )}
      {shown.tasks.length > 0 && (
        <>
          <h2>{say("case.tasks")}</h2>
          <ul>
            {shown.tasks.map((each) => (
              <li key={each.kind + (each.effect_id ?? "")}>
                <Sentence>{each.text}</Sentence>
              </li>
            ))}
          </ul>
        </>
      )}
      {shown.next_steps.length > 0 && (
        <>
          <h2>{say("case.steps")}</h2>
          <ul>
            {shown.next_steps.map((each) => (
              <li key={each}>
                <Sentence>{each}</Sentence>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

export function Deadlines({ shown }: { shown: Case }) {
  return (
    <details class="deadlines">
      <summary>{say("case.deadlines")}</summary>
      {shown.deadlines.length === 0 && <p class="quiet">{say("case.deadline.none")}</p>}
      <ul>
        {shown.deadlines.map((each) => (
          <li key={each.name + each.at}>
            <Clock at={each.at} burning={each.burning} /> · {say("label", { name: term("party", each.who) })}
            {term("deadline", each.name)}
            <br />
            <span class="quiet">
              <Silence text={each.if_silent} rule={<Rule shown={shown} rule={each.rule} />} />
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}
