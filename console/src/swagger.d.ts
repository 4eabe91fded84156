// The part of Swagger UI that the console uses. The package has no types of its own.
declare module "swagger-ui-dist/swagger-ui-es-bundle.js" {
  interface Kit {
    React: { createElement(kind: unknown, values: object | null, ...children: unknown[]): unknown };
  }
  type Component = (values: Record<string, unknown>) => unknown;
  export type Wrap = (original: Component, system: Kit) => Component;

  export interface Asked {
    method: string;
    url: string;
    headers: Record<string, string>;
    body?: unknown;
  }
  export interface Immutable {
    toJS(): Asked;
  }
  export interface Options {
    domNode: Element;
    spec: object;
    layout: "BaseLayout";
    presets: unknown[];
    plugins: { wrapComponents: Record<string, Wrap> }[];
    supportedSubmitMethods: string[];
    docExpansion: "none";
    defaultModelsExpandDepth: number;
    defaultModelExpandDepth: number;
    displayOperationId: boolean;
    displayRequestDuration: boolean;
    deepLinking: boolean;
    syntaxHighlight: { activated: boolean };
    requestInterceptor: (asked: Asked) => Asked;
    responseInterceptor: (answer: { status: number }) => object;
  }
  const draw: ((options: Options) => unknown) & { presets: { apis: unknown } };
  export default draw;
}
