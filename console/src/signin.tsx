// Signing in: the whole page at first, a sheet over the page when a session has ended.
import { useState } from "preact/hooks";
import { Problem } from "./client";
import { choose, language, say } from "./language";
import { Dialog } from "./parts";
import { signIn } from "./session";

function Form({ ended }: { ended: boolean }) {
  const [key, setKey] = useState("");
  const [wrong, setWrong] = useState("");
  const [busy, setBusy] = useState(false);
  const submit = async (event: Event) => {
    event.preventDefault();
    setBusy(true);
    setWrong("");
    try {
      await signIn({ key: key.trim() });
    } catch (error) {
      const refused = error instanceof Problem && (error.status === 401 || error.status === 422);
      setWrong(refused ? say("signin.wrong") : error instanceof Problem ? error.body.detail : say("failed.network"));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form class="signin" onSubmit={submit}>
      {ended && <p>{say("signin.ended")}</p>}
      <label for="key">{say("signin.key")}</label>
      <input
        id="key"
        type="password"
        autocomplete="current-password"
        autoFocus
        required
        value={key}
        onInput={(event) => setKey(event.currentTarget.value)}
        aria-describedby="key-hint"
        aria-invalid={wrong !== ""}
      />
      <p id="key-hint" class="quiet">
        {say("signin.hint")}
      </p>
      {wrong && (
        <p role="alert" class="bad">
          {wrong}
        </p>
      )}
      <button class="primary" disabled={busy}>
        {say("signin.button")}
      </button>
    </form>
  );
}

export function LanguageButton() {
  const other = language.value === "en" ? "zh-Hans" : "en";
  return (
    <button type="button" class="plain" lang={other} onClick={() => choose(other)}>
      {say("language.other")}
    </button>
  );
}

export function SignInPage() {
  return (
    <main class="alone">
      <div class="row between">
        <span class="brand">{say("app")}</span>
        <LanguageButton />
      </div>
      <h1>{say("signin.title")}</h1>
      <Form ended={false} />
    </main>
  );
}

export function SignInSheet() {
  return (
    <Dialog title={say("signin.title")} close={() => undefined}>
      <Form ended={true} />
    </Dialog>
  );
}
