// The document of the API, shown by Swagger UI. Its code and its style load here only, because both are large.
import { useEffect, useRef, useState } from "preact/hooks";
import type { Asked, Immutable, Wrap } from "swagger-ui-dist/swagger-ui-es-bundle.js";
import { call, Problem, signedOut } from "./client";
import { language, say } from "./language";
import { Heading } from "./parts";
import { session } from "./session";

declare const API_STYLE: string; // the names of built files
declare const SWAGGER_UI: string;
type SwaggerUi = typeof import("swagger-ui-dist/swagger-ui-es-bundle.js");

const READS = ["get", "head"];
const EVERYTHING = [...READS, "put", "post", "delete", "options", "patch"];

const wholeAddress = (): string => new URL("..", location.href).href.replace(/\/$/, "");
const methods = (): string[] => (session.value?.role === "operator" ? EVERYTHING : READS);

/** Load the style once. It stays, because it names nothing but Swagger UI. */
function loadStyle(): Promise<void> {
  return new Promise((resolve, reject) => {
    if (document.getElementById("api-style")) return resolve();
    const link = Object.assign(document.createElement("link"), { id: "api-style", rel: "stylesheet", href: API_STYLE });
    link.onload = () => resolve();
    link.onerror = reject;
    document.head.append(link);
  });
}

function prepare(asked: Asked): Asked {
  asked.headers["Accept-Language"] ??= language.value;
  return asked;
}

const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** Our texts have code between backticks and nothing else. Swagger UI adds "<i>Example</i>". */
const markdown: Wrap =
  (_, { React }) =>
  ({ source }) => {
    const parts = String(source ?? "").replaceAll(/<\/?i>/g, "").split("`");
    const words = parts.map((part, index) => (index % 2 ? React.createElement("code", null, part) : part));
    return React.createElement("div", { className: "markdown" }, ...words);
  };

/** The same request for a terminal. There a key takes the place of the session. */
function commandOf({ method, url, headers, body }: Asked): string {
  const named = Object.entries(headers).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`);
  const sent = body === undefined ? [] : [`-d ${quoted(typeof body === "string" ? body : JSON.stringify(body))}`];
  return [`curl -X ${method} ${quoted(url)}`, '-H "Authorization: Bearer $KEY"', ...named, ...sent].join(" \\\n  ");
}

const curl: Wrap =
  (_, { React }) =>
  ({ request }) => {
    const command = commandOf((request as Immutable).toJS());
    const copy = { type: "button", className: "btn", onClick: () => void navigator.clipboard.writeText(command) };
    return React.createElement(
      "div",
      { className: "curl-command" },
      React.createElement("h4", null, "Curl"),
      React.createElement("pre", { className: "microlight" }, command),
      React.createElement("button", copy, "Copy"),
    );
  };

function look(answer: { status: number }): object {
  if (answer.status === 401) signedOut.value = true;
  return answer;
}

/**
 * Our parts in place of its own. A session needs no form for keys. Its Markdown writes HTML from text, which the policy of
 * content forbids. Its command for a terminal lacks the key.
 */
const NOTHING: Wrap = () => () => null;
const ours = {
  wrapComponents: {
    authorizeBtn: NOTHING,
    authorizeOperationBtn: NOTHING,
    ServersContainer: NOTHING,
    Markdown: markdown,
    curl,
  },
};

async function draw(place: Element): Promise<void> {
  const [{ default: swagger }, { value }] = await Promise.all([
    import(SWAGGER_UI) as Promise<SwaggerUi>,
    call<object>("openapi.json"),
    loadStyle(),
  ]);
  swagger({
    domNode: place,
    spec: { ...value, servers: [{ url: wholeAddress() }] },
    layout: "BaseLayout",
    presets: [swagger.presets.apis],
    plugins: [ours],
    supportedSubmitMethods: methods(),
    docExpansion: "none",
    defaultModelsExpandDepth: 0,
    defaultModelExpandDepth: 3,
    displayOperationId: false,
    displayRequestDuration: true,
    deepLinking: false,
    syntaxHighlight: { activated: false },
    requestInterceptor: prepare,
    responseInterceptor: look,
  });
}

/** What its elements lack for people who do not see them, or have no mouse. It draws them anew at any time. */
function mend(place: Element): void {
  // Its headings begin at the third level, and ours is the first.
  for (const each of place.querySelectorAll(":is(h3, h4, h5):not([aria-level])"))
    each.setAttribute("aria-level", `${Number(each.tagName.slice(1)) - 1}`);
  for (const each of place.querySelectorAll("table[role=region]:not([aria-label])"))
    each.setAttribute("aria-label", each.id.replaceAll("_", " "));
  for (const each of place.querySelectorAll("pre:not([tabindex])")) each.setAttribute("tabindex", "0");
  for (const each of place.querySelectorAll("textarea:not([aria-label])")) each.setAttribute("aria-label", "Body");
  for (const each of place.querySelectorAll("select:not([aria-label])")) each.setAttribute("aria-label", nameOf(each));
}

const nameOf = (choice: Element): string =>
  choice.closest<HTMLElement>("[data-param-name]")?.dataset.paramName ??
  (choice.classList.contains("examples-select-element") ? "Example" : "Media type");

function keepMending(place: Element): () => void {
  const observer = new MutationObserver(() => mend(place));
  observer.observe(place, { childList: true, subtree: true });
  return () => observer.disconnect();
}

export default function ApiPage() {
  const place = useRef<HTMLDivElement>(null);
  const [loading, setLoading] = useState(true);
  const [fault, setFault] = useState<string | null>(null);
  useEffect(() => {
    const own = place.current;
    if (!own) return undefined;
    draw(own)
      .catch((error: unknown) => setFault(error instanceof Problem ? error.body.detail : say("failed.network")))
      .finally(() => setLoading(false));
    return keepMending(own);
  }, []);
  const role = session.value?.role ?? "";
  return (
    <div class="api">
      <section aria-label={say("api.title")}>
        <Heading id="api">{say("api.title")}</Heading>
        <p>{say("api.intro")}</p>
        <p class="quiet">{role === "operator" ? say("api.everything") : say("api.reads", { role })}</p>
        <p class="quiet">
          <a href="../openapi.json">{say("api.document")}</a> · <a href="../asyncapi.json">{say("api.events")}</a> ·{" "}
          <a href="licences.txt">{say("api.licences")}</a>
        </p>
      </section>
      {loading && <main aria-busy="true">{say("loading")}</main>}
      {fault !== null && (
        <main>
          <p role="alert">{say("failed", { why: fault })}</p>
        </main>
      )}
      <div ref={place} id="swagger" lang="en" />
    </div>
  );
}
