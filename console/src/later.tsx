// What loads later, in one chunk: a case, the camera, and the frame of the API's page. Several chunks would share parts in
// further ones.
import "./copied";

export { default as ApiPage } from "./api_page";
export { default as Camera } from "./camera";
export { default as CaseScreen } from "./case";
