/** Free attributes of clients, products and subscriptions, which policies can put into tokens. */

/** By name. Names and values are checked where they come in. */
export type Attributes = Readonly<Record<string, string>>;
