// The code that a phone scans to photograph for one case.
import { useEffect, useState } from "preact/hooks";
import { call, pathOf, Problem } from "./client";
import { hour } from "./format";
import { listed, say, term } from "./language";
import { Dialog } from "./parts";
import type { CameraPass, Case } from "./shapes";

const EDGE = 4; // modules of white around the code, as the standard asks

function Code({ cells }: { cells: boolean[][] }) {
  const side = cells.length + 2 * EDGE;
  const path = cells
    .flatMap((line, y) => line.map((dark, x) => (dark ? `M${x + EDGE} ${y + EDGE}h1v1h-1z` : "")))
    .join("");
  return (
    <svg class="code" viewBox={`0 0 ${side} ${side}`} role="img" aria-label={say("phone.title")}>
      <rect width={side} height={side} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}

export function Phone({ shown, close }: { shown: Case; close: () => void }) {
  const [pass, setPass] = useState<CameraPass | null>(null);
  const [cells, setCells] = useState<boolean[][] | null>(null);
  const [fault, setFault] = useState("");
  useEffect(() => {
    const make = async () => {
      const { value } = await call<CameraPass>(`${pathOf(shown.case_id)}/camera-pass`, { method: "POST" });
      if (!value) return;
      const { encode } = await import("uqr");
      setCells(encode(value.url, { ecc: "L", border: 0 }).data);
      setPass(value);
    };
    make().catch((error: unknown) => setFault(error instanceof Problem ? error.body.detail : say("failed.network")));
  }, []);
  const lacking = shown.readiness.missing.map((each) => `${each.needed - each.have} × ${term("kind", each.kind)}`);
  return (
    <Dialog title={say("phone.title")} close={close}>
      {fault && <p class="bad">{fault}</p>}
      {pass && cells && (
        <>
          <Code cells={cells} />
          <p>{say("phone.how", { t: hour(pass.expires_at) })}</p>
          {lacking.length > 0 && <p class="warm">{say("phone.asked", { list: listed(lacking) })}</p>}
          <button type="button" onClick={() => void navigator.clipboard.writeText(pass.url)}>
            {say("phone.copy")}
          </button>
        </>
      )}
    </Dialog>
  );
}
