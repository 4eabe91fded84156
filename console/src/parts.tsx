// Small parts that several screens share.
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { clock, date, instantsIn, moment, urgency, utc } from "./format";
import { label, say } from "./language";
import { said } from "./work_data";

const SIGNS = { over: "▲", nearly: "◆", half: "◐", calm: "○" } as const;

/** An instant with what is left of it. Its title is UTC. */
export function Clock({ at, burning }: { at: string; burning: string }) {
  const kind = urgency(at, burning);
  return (
    <span class={`clock ${kind}`}>
      <span class="sign" aria-hidden="true">
        {SIGNS[kind]}
      </span>{" "}
      <strong>{clock(at)}</strong>{" "}
      <time dateTime={at} title={utc(at)}>
        {moment(at)}
      </time>
    </span>
  );
}

export function At({ at }: { at: string }) {
  return (
    <time dateTime={at} title={utc(at)}>
      {moment(at)}
    </time>
  );
}

/** A sentence of the API, in the language that the API answered in. Its instants are shown in the person's zone. */
export function Sentence({ children }: { children: string | null | undefined }) {
  const parts = instantsIn(children ?? "").map((part) =>
    typeof part === "string" ? (
      part
    ) : (
      <time key={part.at} dateTime={part.at} title={utc(part.at)}>
        {date(part.at)}
      </time>
    ),
  );
  return <span lang={said.value}>{parts}</span>;
}

/** What happens if nobody acts, and by which rule. */
export function Silence({ text, rule }: { text: string; rule: ComponentChildren }) {
  return (
    <>
      {label("case.silence")}
      <Sentence>{text}</Sentence> {typeof rule === "string" ? <span class="rule">{rule}</span> : rule}
    </>
  );
}

/** Words of the customer or of the platform. They are never translated. */
export function Theirs({ children }: { children: ComponentChildren }) {
  return <bdi>{children}</bdi>;
}

interface DialogProps {
  title: string;
  close: () => void;
  children: ComponentChildren;
  wide?: boolean;
}

/** A sheet over the page: it keeps the focus inside, and Escape closes it. */
export function Dialog({ title, close, children, wide }: DialogProps) {
  const box = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    box.current?.showModal();
    const first = box.current?.querySelector<HTMLElement>("form :is(input, select, textarea), input") ?? box.current;
    first?.focus();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={box}
      class={wide ? "wide" : ""}
      aria-label={title}
      tabIndex={-1}
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
    >
      <header>
        <h2>{title}</h2>
        <button type="button" class="plain" onClick={close} aria-label={say("close")}>
          ✕
        </button>
      </header>
      {children}
    </dialog>
  );
}

/** A heading that takes the focus when its screen opens. */
export function Heading({ children, id }: { children: ComponentChildren; id: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), [id]);
  return (
    <h1 ref={heading} tabIndex={-1}>
      {children}
    </h1>
  );
}
