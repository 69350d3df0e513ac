/** CDK's own way to say that no stack needs its assets: templates without the functions' code, in a fraction of the time. */
export const withoutBundling = { context: { 'aws:cdk:bundling-stacks': [] } };
