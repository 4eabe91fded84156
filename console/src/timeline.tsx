// The timeline of a case, the newest day first.
import { useState } from "preact/hooks";
import { call, pathOf } from "./client";
import { day, dayKey, hour, isToday, utc } from "./format";
import { say, term } from "./language";
import { Sentence, Theirs } from "./parts";
import type { Case, Entry, TimelinePage } from "./shapes";

const ICONS: Record<string, string> = { customer: "◀", seller: "▶", platform: "■", clock: "◷", system: "·" };
const FILTERS = ["all", "customer", "seller", "platform", "clock"] as const;

const OURS = ["clock", "system"];

/** What somebody wrote stands in quotation marks. What the clock or the system says is a sentence of ours. */
function Words({ entry }: { entry: Entry }) {
  if (OURS.includes(entry.by)) return <Sentence>{`(${entry.text ?? ""})`}</Sentence>;
  return <Theirs>“{entry.text}”</Theirs>;
}

function EntryView({ entry }: { entry: Entry }) {
  return (
    <li class={`entry ${entry.by}`}>
      <time dateTime={entry.at} title={utc(entry.at)}>
        {hour(entry.at)}
      </time>
      <span>
        <span class="by">
          <span aria-hidden="true">{ICONS[entry.by] ?? "·"}</span> {term("party", entry.by)}
          {entry.person && (
            <>
              {" "}
              (<bdi>{entry.person}</bdi>)
            </>
          )}
        </span>
        {" · "}
        <Sentence>{entry.effect ?? term("event", entry.type)}</Sentence>
        {entry.text && (
          <>
            {" "}
            <Words entry={entry} />
          </>
        )}
      </span>
    </li>
  );
}

function byDay(entries: Entry[]): [string, Entry[]][] {
  const days = new Map<string, Entry[]>();
  for (const entry of entries) {
    const key = dayKey(entry.at);
    days.set(key, [...(days.get(key) ?? []), entry]);
  }
  return [...days.entries()];
}

function Older({ shown, add }: { shown: Case; add: (entries: Entry[]) => void }) {
  const [cursor, setCursor] = useState<string | null | undefined>(undefined);
  if (shown.timeline_total <= shown.timeline.length || cursor === null) return null;
  const more = async () => {
    // The first page of the timeline's own route repeats what the case shows, so it only gives the way on.
    let at: string | null | undefined = cursor;
    if (at === undefined) at = (await call<TimelinePage>(`${pathOf(shown.case_id)}/timeline`)).value?.next_cursor;
    if (!at) return setCursor(null);
    const { value } = await call<TimelinePage>(
      `${pathOf(shown.case_id)}/timeline?cursor=${encodeURIComponent(at)}`,
    );
    add(value?.timeline ?? []);
    setCursor(value?.next_cursor ?? null);
  };
  return (
    <button type="button" onClick={() => void more()}>
      {say("case.timeline.older")}
    </button>
  );
}

export function Timeline({ shown }: { shown: Case }) {
  const [by, setBy] = useState<(typeof FILTERS)[number]>("all");
  const [older, setOlder] = useState<Entry[]>([]);
  const all = [...older, ...shown.timeline].reverse();
  const wanted = all.filter((entry) => by === "all" || entry.by === by);
  const without = wanted.filter((entry) => entry.no_effect_because !== null);
  return (
    <section class="timeline">
      <div class="row between">
        <h2>{say("case.timeline")}</h2>
        <select aria-label={say("case.timeline")} value={by} onChange={(event) => setBy(FILTERS.find((each) => each === event.currentTarget.value) ?? "all")}>
          {FILTERS.map((each) => (
            <option key={each} value={each}>
              {each === "all" ? say("case.timeline.all") : term("party", each)}
            </option>
          ))}
        </select>
      </div>
      {byDay(wanted.filter((entry) => entry.no_effect_because === null)).map(([key, entries]) => (
        <div key={key}>
          <h3>{entries[0] && (isToday(entries[0].at) ? say("today") : day(entries[0].at))}</h3>
          <ol>
            {entries.map((entry) => (
              <EntryView key={entry.id} entry={entry} />
            ))}
          </ol>
        </div>
      ))}
      {without.length > 0 && (
        <details>
          <summary>{say("case.timeline.more", { n: without.length })}</summary>
          <ol>
            {without.map((entry) => (
              <li key={entry.id} class="entry quiet">
                <time dateTime={entry.at} title={utc(entry.at)}>
                  {day(entry.at)} {hour(entry.at)}
                </time>
                <span>
                  {term("party", entry.by)} · {say("label", { name: term("event", entry.type) })}
                  <Sentence>{entry.no_effect_because}</Sentence>
                </span>
              </li>
            ))}
          </ol>
        </details>
      )}
      <Older shown={shown} add={(entries) => setOlder([...entries, ...older])} />
    </section>
  );
}
