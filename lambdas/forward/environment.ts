/** The variables of the forward function. */
export const environment = [
  'SERVER_GROUP',
  /** URL of the sample backend, known only when it has been deployed; `none` where no project uses it. */
  'SAMPLE_BACKEND_URL',
] as const;
