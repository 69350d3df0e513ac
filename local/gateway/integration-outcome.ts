/** What an integration came to: an answer for the client, or a reason for the gateway to answer itself. */
import type { GatewayAnswer } from './gateway-request.ts';
import type { Refusal } from './refusal.ts';

export type IntegrationOutcome =
  | { readonly answer: GatewayAnswer; readonly refusal?: never; readonly logs?: readonly string[] }
  | { readonly refusal: Refusal; readonly answer?: never; readonly logs?: readonly string[] };
