// Work: what waits for whom, the most urgent first.
import { useEffect, useLayoutEffect, useState } from "preact/hooks";
import { answeredAt, online } from "./client";
import { hour, money, second } from "./format";
import { count, say, term, type Key } from "./language";
import { Clock, Heading, Silence as IfSilent, Theirs } from "./parts";
import { caseHash, go } from "./route";
import { begin, isNews } from "./seen";
import { listen } from "./shortcuts";
import type { Summary } from "./shapes";
import * as data from "./work_data";

/** When the list was right: an answer without news is news of that too. */
const asOf = (): string | number => answeredAt.value || (data.work.value?.as_of ?? "");

function Tabs() {
  return (
    <nav class="tabs" aria-label={say("work")}>
      {data.TABS.map((name, index) => (
        <button
          key={name}
          type="button"
          class="tab"
          aria-pressed={data.tab.value === name}
          aria-keyshortcuts={String(index + 1)}
          onClick={() => {
            data.tab.value = name;
            data.chip.value = "all";
          }}
        >
          {say(`tab.${name}`)} <span class="count">{data.work.value ? data.counts.value[name] : "–"}</span>
        </button>
      ))}
    </nav>
  );
}

function Chips() {
  if (data.tab.value !== "us" || data.chips.value.length === 0) return null;
  const all = [{ code: "all", n: data.counts.value.us }, ...data.chips.value];
  return (
    <div class="chips" role="group" aria-label={say("tab.us")}>
      {all.map(({ code, n }) => (
        <button
          key={code}
          type="button"
          class="chip"
          aria-pressed={data.chip.value === code}
          onClick={() => {
            data.chip.value = code;
          }}
        >
          {code === "all" ? say("work.all") : say(`turn.${code}` as Key)} <span class="count">{n}</span>
        </button>
      ))}
    </div>
  );
}

function Silence({ row }: { row: Summary }) {
  if (!row.deadline) return null;
  return (
    <span class="silence quiet">
      <IfSilent text={row.deadline.if_silent} rule={row.deadline.rule} />
    </span>
  );
}

function Row({ row }: { row: Summary }) {
  const isPicked = data.picked.value === row.case_id;
  const news = isNews(row);
  const words = row.reason.text ?? row.reason.original;
  useEffect(() => {
    if (isPicked) document.getElementById(`row-${row.case_id}`)?.scrollIntoView({ block: "nearest" });
  }, [isPicked]);
  return (
    <li>
      <a
        id={`row-${row.case_id}`}
        class={`case-row${isPicked ? " picked" : ""}`}
        href={caseHash(row.case_id)}
        aria-current={isPicked ? "true" : undefined}
        onFocus={() => {
          data.picked.value = row.case_id;
        }}
      >
        <span class={row.deadline ? "when" : "when never"}>
          {row.deadline ? <Clock at={row.deadline.at} burning={row.deadline.burning} /> : <span class="quiet">–</span>}
        </span>
        <span class="who">
          <strong class={news ? "news" : ""}>
            <Theirs>{row.customer?.name ?? "–"}</Theirs>
            {news && (
              <span class="dot" role="img" aria-label={say("work.changed")}>
                ●
              </span>
            )}
          </strong>
          <span class="quiet">
            {row.order_number} · {row.return_id}
          </span>
        </span>
        <span class="why">
          <span>
            {words ? (
              <>
                {say("label", { name: term("reason", row.reason.code) })}
                <Theirs>{words}</Theirs>
              </>
            ) : (
              term("reason", row.reason.code)
            )}
          </span>
          <span class="quiet">{row.wants ? term("wants", row.wants) : term("status", row.status)}</span>
        </span>
        <span class="stake">{row.at_stake ? money(row.at_stake) : ""}</span>
        <span class="next">
          <span class={row.turn.code === "look" ? "warm" : ""}>
            {row.turn.code === "look" && "⚑ "}
            {say(`turn.${row.turn.code}` as Key)}
          </span>
          <Silence row={row} />
        </span>
      </a>
    </li>
  );
}

function Empty() {
  const never = data.work.value?.cases.length === 0;
  const next = (data.work.value?.cases ?? [])
    .flatMap((row) => (row.deadline ? [row.deadline] : []))
    .sort((a, b) => a.at.localeCompare(b.at))[0];
  if (data.search.value) return <p class="empty">{say("work.nothing")}</p>;
  if (never)
    return (
      <div class="empty">
        <p>{say("work.never")}</p>
        <p>{say("work.never.how")}</p>
        <code>recourse --stack .local/stack.json trigger --scenario lost-then-won</code>
      </div>
    );
  return (
    <div class="empty">
      <p>{data.tab.value === "us" ? say("work.empty") : say("work.empty.other")}</p>
      {next && (
        <p class="quiet">
          {say("work.next", { t: "" })}
          <Clock at={next.at} burning={next.burning} />
        </p>
      )}
    </div>
  );
}

function Banner() {
  if (!online.value)
    return (
      <p class="banner" role="status">
        {data.work.value ? say("offline", { t: hour(asOf()) }) : say("offline.never")}
      </p>
    );
  if (data.fault.value)
    return (
      <p class="banner bad" role="alert">
        {say("failed", { why: data.fault.value })}{" "}
        <button type="button" onClick={() => void data.load()}>
          {say("retry")}
        </button>
      </p>
    );
  if (data.held.value > 0)
    return (
      <p class="banner" role="status">
        {count("changes", data.held.value)} ·{" "}
        <button type="button" class="plain" onClick={data.showWaiting}>
          {say("work.show")}
        </button>
      </p>
    );
  return data.work.value?.truncated ? <p class="banner">{say("work.truncated")}</p> : null;
}

function Tools() {
  return (
    <div class="tools">
      <input
        id="search"
        type="search"
        aria-label={say("work.search")}
        placeholder={say("work.search")}
        value={data.search.value}
        onInput={(event) => {
          data.search.value = event.currentTarget.value;
        }}
        onKeyDown={(event) => {
          if (event.key === "Escape") {
            data.search.value = "";
            event.currentTarget.blur();
          }
          if (event.key === "Enter") document.querySelector<HTMLElement>(".case-row")?.focus();
        }}
      />
      <label class="quiet">
        <span class="sort">{say("work.sort")} </span>
        <select
          aria-label={say("work.sort")}
          value={data.sort.value}
          onChange={(event) => {
            data.sort.value = data.SORTS.find((name) => name === event.currentTarget.value) ?? "deadline";
          }}
        >
          {data.SORTS.map((name) => (
            <option key={name} value={name}>
              {say(`sort.${name}`)}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}

function GreyRows() {
  return (
    <ol class="rows grey" aria-label={say("loading")}>
      {[1, 2, 3, 4, 5, 6].map((n) => (
        <li key={n} class="case-row" />
      ))}
    </ol>
  );
}

function useKeys() {
  useLayoutEffect(() => {
    const open = () => data.picked.value && go(caseHash(data.picked.value));
    const move = (by: number) => () => {
      data.step(by);
      document.getElementById(`row-${data.picked.value}`)?.focus();
    };
    const tabs = data.TABS.map((name, index) => [
      String(index + 1),
      () => {
        data.tab.value = name;
        data.chip.value = "all";
      },
    ]);
    return listen({
      j: move(1),
      k: move(-1),
      ArrowDown: move(1),
      ArrowUp: move(-1),
      Enter: open,
      "/": () => document.getElementById("search")?.focus(),
      ...Object.fromEntries(tabs),
    });
  }, []);
}

const FIRST = 60; // rows that are painted at once
const MORE = 120;

/** How many rows are drawn: the first ones at once, the others as soon as those are on the screen. */
function useDrawn(total: number): number {
  const list = `${data.tab.value} ${data.chip.value} ${data.search.value}`;
  const [drawn, setDrawn] = useState({ list, n: FIRST });
  const n = drawn.list === list ? drawn.n : FIRST;
  useEffect(() => {
    if (n >= total) return undefined;
    const frame = requestAnimationFrame(() => setTimeout(() => setDrawn({ list, n: n + MORE })));
    return () => cancelAnimationFrame(frame);
  }, [list, n, total]);
  return n;
}

export function WorkScreen() {
  useKeys();
  useEffect(() => {
    if (!data.work.value) void data.load();
    const row = data.picked.value && document.getElementById(`row-${data.picked.value}`);
    if (row) row.focus();
  }, []);
  useEffect(() => {
    if (data.work.value) begin(data.work.value.cases);
  }, [data.work.value]);
  const shown = data.rows.value;
  const drawn = useDrawn(shown.length);
  const loaded = data.work.value;
  return (
    <main class="work">
      <Heading id="work">{say("work")}</Heading>
      <Tabs />
      <div class="row between wrap">
        <Chips />
        <Tools />
      </div>
      <Banner />
      {!loaded && !data.fault.value && online.value && <GreyRows />}
      {loaded && shown.length === 0 && <Empty />}
      {loaded && shown.length > 0 && (
        <ol
          class="rows"
          onPointerEnter={() => {
            data.busy.value = true;
          }}
          onPointerLeave={() => {
            data.busy.value = false;
          }}
        >
          {shown.slice(0, drawn).map((row) => (
            <Row key={row.case_id} row={row} />
          ))}
        </ol>
      )}
      {loaded && (
        <footer class="quiet foot">
          <span>{say("foot", { cases: count("cases", shown.length), t: second(asOf()) })}</span>
          <span class="keys-hint" aria-hidden="true">
            j k {say("keys.move")} · Enter {say("keys.open")} · / {say("keys.search")} · ? {say("keys.title")}
          </span>
        </footer>
      )}
    </main>
  );
}
