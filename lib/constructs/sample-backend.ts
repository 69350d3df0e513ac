/** The sample backend: a function with a URL of its own that echoes requests, for projects without a backend yet. */

import { FunctionUrlAuthType } from 'aws-cdk-lib/aws-lambda';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { ServerGroup } from '#core/catalog/server-group.ts';
import { NodeFunction } from './node-function.ts';

export interface SampleBackendProps {
  readonly group: ServerGroup;
}

export class SampleBackend extends Construct {
  /** Ends with a slash. Anyone may call it, as is so with any backend on the internet; it holds nothing. */
  readonly url: string;

  constructor(scope: Construct, id: string, { group }: SampleBackendProps) {
    super(scope, id);
    const { lambda } = new NodeFunction<never>(this, 'Echo', {
      group,
      folder: 'sample-backend',
      description: `Tollgate ${group.name}: a backend that echoes what reaches it`,
      environmentNames: [],
      environment: {},
      timeout: Duration.seconds(10),
    });
    this.url = lambda.addFunctionUrl({ authType: FunctionUrlAuthType.NONE }).url;
  }
}
