/** The argument that names a subscription. */
export const CONSUMER_KEY = { consumerKey: { description: 'Its consumer key, tgk_…' } } as const;
