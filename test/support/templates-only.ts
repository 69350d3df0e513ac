/** What an app of a test can do without, which is most of its time. */

/** A creation stack trace for each resource; under Jest they are especially slow. */
export const withoutTraces = { 'aws:cdk:disable-creation-stack-traces': true };

/** The functions' code as well: it is CDK's own way to say that no stack needs its assets. */
export const templatesOnly = { context: { 'aws:cdk:bundling-stacks': [], ...withoutTraces } };
