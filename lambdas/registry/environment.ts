/** The variables of the registry function. */
export const environment = ['PRODUCTS_TABLE', 'CLIENTS_TABLE', 'SUBSCRIPTIONS_TABLE'] as const;
