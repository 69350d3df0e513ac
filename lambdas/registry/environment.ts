/** The variables of the registry function. */
export const environment = ['SERVER_GROUP', 'PRODUCTS_TABLE', 'CLIENTS_TABLE', 'SUBSCRIPTIONS_TABLE'] as const;
