// The palette and the list of keys.
import { signal } from "@preact/signals";
import { useMemo, useState } from "preact/hooks";
import { say, term } from "./language";
import { Dialog } from "./parts";
import { caseHash, go } from "./route";
import { singleKeys, switchKeys } from "./shortcuts";
import { en } from "./words/en";
import { zh } from "./words/zh";
import { work } from "./work_data";

export interface Entry {
  id: string;
  name: string;
  words: string;
  act: () => void;
}

export const open = signal<"palette" | "keys" | null>(null);
export const actions = signal<Entry[]>([]); // what the shown screen can do

const MOST = 12;

/** An entry that is found by its name in both languages. */
export function entry(key: keyof typeof en, act: () => void): Entry {
  return { id: key, name: say(key), words: `${en[key]} ${zh[key]}`.toLowerCase(), act };
}

const places = (): Entry[] => [
  entry("work", () => go("#/")),
  entry("api.palette", () => go("#/developers/api")),
  entry("keys.title", () => (open.value = "keys")),
];

function cases(): Entry[] {
  return (work.value?.cases ?? []).map((row) => {
    const name = `${row.customer?.name ?? "–"} · ${row.order_number} · ${row.return_id} · ${term("reason", row.reason.code)}`;
    return { id: row.case_id, name, words: name.toLowerCase(), act: () => go(caseHash(row.case_id)) };
  });
}

export function Palette() {
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const all = useMemo(
    () => [...actions.value, ...places(), ...cases()],
    [],
  );
  const wanted = text.toLowerCase().split(/\s+/).filter(Boolean);
  const shown = all.filter((each) => wanted.every((word) => each.words.includes(word))).slice(0, MOST);
  const chosen = Math.min(at, shown.length - 1);
  const act = (each: Entry | undefined) => {
    open.value = null;
    each?.act();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown") setAt(Math.min(chosen + 1, shown.length - 1));
    else if (event.key === "ArrowUp") setAt(Math.max(chosen - 1, 0));
    else if (event.key === "Enter") act(shown[chosen]);
    else return;
    event.preventDefault();
  };
  return (
    <Dialog title={say("palette.hint")} close={() => (open.value = null)}>
      <input
        type="text"
        role="combobox"
        aria-expanded="true"
        aria-controls="palette-list"
        aria-activedescendant={shown[chosen] ? `palette-${chosen}` : undefined}
        aria-label={say("palette.hint")}
        autoFocus
        value={text}
        onInput={(event) => {
          setText(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      <ul id="palette-list" class="palette" role="listbox" aria-label={say("palette.hint")}>
        {shown.map((each, index) => (
          <li
            key={each.id}
            id={`palette-${index}`}
            role="option"
            aria-selected={index === chosen}
            onClick={() => act(each)}
          >
            <bdi>{each.name}</bdi>
          </li>
        ))}
      </ul>
      {shown.length === 0 && <p class="quiet">{say("palette.none")}</p>}
    </Dialog>
  );
}

export function KeyList() {
  const keys: [string, string][] = [
    ["j k", say("keys.move")],
    ["Enter", say("keys.open")],
    ["u · Esc", say("keys.back")],
    ["/", say("keys.search")],
    ["1 – 5", say("keys.tabs")],
    ["g w", say("keys.go")],
    ["a", say("command.accept_return")],
    ["o", say("command.make_offer")],
    ["d", say("command.decline_offer")],
    ["r", say("command.refuse_return")],
    ["l", say("command.escalate")],
    ["i", say("command.record_inspection")],
    ["s", say("command.record_settlement")],
    ["f", say("command.file_appeal")],
    ["c", say("command.close_case")],
    ["m", say("command.post_message")],
    ["v", say("command.acknowledge_review")],
    ["e", say("upload.add")],
    ["p", say("case.phone")],
    ["Ctrl Enter", say("keys.give")],
    ["Ctrl K", say("keys.palette")],
    ["?", say("keys.help")],
  ];
  return (
    <Dialog title={say("keys.title")} close={() => (open.value = null)}>
      <dl class="keys">
        {keys.map(([key, does]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <button type="button" onClick={switchKeys}>
        {singleKeys.value ? say("keys.off") : say("keys.on")}
      </button>
    </Dialog>
  );
}
