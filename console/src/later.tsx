// What loads later, in one chunk: a case and the camera. Two chunks would share parts in a third, and so on.
import "./copied";

export { default as Camera } from "./camera";
export { default as CaseScreen } from "./case";
