// The fields of a command.
import { say, term } from "./language";
import type { Field, Values } from "./actions";
import { Theirs } from "./parts";
import type { Case } from "./shapes";

interface Props {
  field: Field;
  values: Values;
  fault: string | undefined;
  shown: Case;
  set: (name: string, value: string) => void;
}

// One picture for each condition of the goods, drawn in 24 by 24.
const PICTURES: Record<string, string> = {
  as_sent: "M4 8l8-4 8 4v9l-8 4-8-4zM4 8l8 4 8-4M12 12v9",
  used: "M4 8l8-4 8 4v9l-8 4-8-4zM8 14l3 3 5-6",
  damaged: "M4 8l8-4 8 4v9l-8 4-8-4zM13 5l-3 5 4 3-3 7",
  wrong_goods: "M4 8l8-4 8 4v9l-8 4-8-4zM9 11l6 6M15 11l-6 6",
  other_goods: "M4 9l6-3 6 3v8l-6 3-6-3zM15 4h5v5M20 4l-5 5",
  empty: "M4 9l8 4 8-4M4 9v8l8 4 8-4V9M4 9l3-4M20 9l-3-4",
};

function Picture({ code }: { code: string }) {
  return (
    <svg viewBox="0 0 24 24" width="32" height="32" aria-hidden="true">
      <path d={PICTURES[code] ?? ""} fill="none" stroke="currentColor" stroke-width="1.6" stroke-linejoin="round" stroke-linecap="round" />
    </svg>
  );
}

function Radios({ field, values, set }: Props) {
  const options = field.kind === "yesno" ? [{ value: "yes", name: say("yes") }, { value: "no", name: say("no") }] : (field.options ?? []);
  return (
    <div class={field.kind === "pictures" ? "pictures" : "row"}>
      {options.map(({ value, name }) => (
        <label key={value} class="pick">
          <input type="radio" name={field.name} value={value} checked={values[field.name] === value} onChange={() => set(field.name, value)} />
          {field.kind === "pictures" && <Picture code={value} />}
          <span>{name}</span>
        </label>
      ))}
    </div>
  );
}

function Files({ field, values, set, shown }: Props) {
  const chosen = new Set((values[field.name] ?? "").split(" ").filter(Boolean));
  const flip = (id: string) => {
    if (!chosen.delete(id)) chosen.add(id);
    set(field.name, [...chosen].join(" "));
  };
  const stored = shown.evidence.filter((file) => file.status === "stored");
  if (stored.length === 0) return <p class="quiet">{say("case.evidence.none")}</p>;
  return (
    <div>
      {stored.map((file) => (
        <label key={file.evidence_id} class="pick wide">
          <input type="checkbox" checked={chosen.has(file.evidence_id)} onChange={() => flip(file.evidence_id)} />
          <span>
            <Theirs>{file.filename}</Theirs> · {term("kind", file.kind)}
            {shown.readiness.new_since_ruling.includes(file.evidence_id) && <em> · {say("sheet.new")}</em>}
          </span>
        </label>
      ))}
    </div>
  );
}

function Choice({ field, values, set, fault }: Props) {
  return (
    <select id={`f-${field.name}`} value={values[field.name] ?? ""} aria-invalid={fault !== undefined} onChange={(event) => set(field.name, event.currentTarget.value)}>
      {(field.options ?? []).map(({ value, name }) => (
        <option key={value} value={value}>
          {name}
        </option>
      ))}
    </select>
  );
}

function Typed({ field, values, set, fault }: Props) {
  const shared = {
    id: `f-${field.name}`,
    value: values[field.name] ?? "",
    required: !field.optional,
    "aria-invalid": fault !== undefined,
    "aria-describedby": fault === undefined ? undefined : `w-${field.name}`,
  };
  if (field.kind === "text")
    return <textarea {...shared} rows={3} onInput={(event) => set(field.name, event.currentTarget.value)} />;
  const numeric = field.kind === "money" ? "decimal" : field.kind === "days" ? "numeric" : undefined;
  return (
    <input {...shared} type="text" {...(numeric ? { inputMode: numeric } : {})} onInput={(event) => set(field.name, event.currentTarget.value)} />
  );
}

export function FieldView(props: Props) {
  const { field, values, set, fault } = props;
  if (field.shownIf && !field.shownIf(values)) return null;
  if (field.kind === "flag")
    return (
      <label class="pick wide">
        <input type="checkbox" checked={values[field.name] === "yes"} onChange={(event) => set(field.name, event.currentTarget.checked ? "yes" : "")} />
        <span>{field.label}</span>
      </label>
    );
  const isGroup = ["yesno", "pictures", "files"].includes(field.kind);
  const label = (
    <>
      {field.label} {field.optional && !isGroup && <span class="quiet">({say("field.optional")})</span>}
    </>
  );
  const warning = fault !== undefined && (
    <p id={`w-${field.name}`} class="bad">
      {fault}
    </p>
  );
  if (isGroup)
    return (
      <fieldset>
        <legend>{label}</legend>
        {field.kind === "files" ? <Files {...props} /> : <Radios {...props} />}
        {warning}
      </fieldset>
    );
  return (
    <div class="field">
      <label for={`f-${field.name}`}>{label}</label>
      {field.kind === "choice" ? <Choice {...props} /> : <Typed {...props} />}
      {warning}
    </div>
  );
}
