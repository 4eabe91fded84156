// A second, smaller JPEG of a picture, for the platform's own form. The original stays what it is: the proof.
import { say } from "./language";
import * as upload from "./upload";

const LONGEST = 2560; // pixels
const QUALITY = 0.85;

export async function smaller(each: upload.Upload): Promise<void> {
  const picture = await createImageBitmap(each.file);
  const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  const file = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
  if (!file) return;
  const name = `${each.name.replace(/\.\w+$/, "")}-${LONGEST}.jpg`;
  const description = `${say("upload.smaller.done")}: ${each.name}`;
  upload.add({ id: crypto.randomUUID(), caseId: each.caseId, file, name, kind: each.kind, description });
}
