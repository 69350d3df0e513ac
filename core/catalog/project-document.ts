/** A document that a project serves about itself, to whoever asks: its WSDL with what that imports, or its OpenAPI document. */
export interface ProjectDocument {
  /** Below the project's path: `/`, or for instance `/openapi.json`. */
  readonly path: string;
  /** The query that asks for it, for instance `wsdl` or `xsd=1`; empty when the path alone does. */
  readonly query: string;
  /** For instance `text/xml; charset=utf-8`. */
  readonly contentType: string;
  /** Holds {@link PROXY_URL} wherever the project's own URL, which only the deployment knows, has to stand. */
  readonly text: string;
}

/** Stands for the project's proxy URL, without a slash at its end. */
export const PROXY_URL = 'urn:tollgate:proxy-url';

/** Stands for the URL of the server group's token endpoint, which only the deployment knows as well. */
export const TOKEN_URL = 'urn:tollgate:token-url';
