/** Projects that are described in files of other kinds, before these have been read. */
import type { TokenEndpointProject, WsdlProject } from './api-project.ts';
import type { Target } from './target.ts';

export type SourceProject = WsdlSource;

/** What every project says of itself, whatever its kind. */
export type ProjectHeading = Pick<
  TokenEndpointProject,
  'id' | 'displayName' | 'version' | 'contextPath' | 'serverGroups'
>;

/** A WSDL project whose WSDL file has not been read. */
export interface WsdlSource extends ProjectHeading, Pick<WsdlProject, 'localTarget' | 'policies' | 'resources'> {
  readonly kind: 'wsdl-source';
  /** The WSDL file, relative to `projects/`. */
  readonly file: string;
  /** The ports to serve, as `Port` or `Service/Port`; undefined for all. */
  readonly portNames: readonly string[] | undefined;
  /** By the server group's name; undefined for the address in the WSDL file. */
  readonly targets: Readonly<Record<string, Target>> | undefined;
  readonly servesWsdl: boolean;
}
