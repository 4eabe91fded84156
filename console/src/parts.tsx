// Small parts that several screens share.
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { clock, moment, urgency, utc } from "./format";
import { say } from "./language";
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

/** A sentence of the API, in the language that the API answered in. */
export function Sentence({ children }: { children: ComponentChildren }) {
  return <span lang={said.value}>{children}</span>;
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
