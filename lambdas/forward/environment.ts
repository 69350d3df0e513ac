/** The forward function has no variables: the targets come with each call, as stage variables. */
export const environment = [] as const;
