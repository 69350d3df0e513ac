/** Why a call does not reach a backend, or its answer the caller; and the one place where that becomes an answer. */

export type ForwardFailure =
  | { readonly reason: 'path_not_canonical' }
  | { readonly reason: 'query_not_utf8' }
  | { readonly reason: 'route_unknown' }
  | { readonly reason: 'identity_missing' }
  | { readonly reason: 'target_missing' }
  | { readonly reason: 'target_left' }
  | { readonly reason: 'backend_unreachable' }
  | { readonly reason: 'backend_timeout' }
  | { readonly reason: 'answer_malformed' }
  | { readonly reason: 'answer_too_large' };

export interface ForwardErrorAnswer {
  readonly status: 400 | 404 | 502 | 503 | 504;
  readonly error: string;
  readonly description: string;
}

export function answerForwardFailure({ reason }: ForwardFailure): ForwardErrorAnswer {
  switch (reason) {
    case 'path_not_canonical':
    case 'target_left':
      return answer(400, 'bad_request', 'The path holds dot segments, empty segments or encoded separators.');
    case 'query_not_utf8':
      return answer(400, 'bad_request', 'The query string holds escapes that are not UTF-8.');
    case 'route_unknown':
      return answer(404, 'not_found', 'No resource serves this path and method.');
    case 'identity_missing':
    case 'target_missing':
      return answer(503, 'temporarily_unavailable', 'The API project is not completely deployed.');
    case 'backend_unreachable':
      return answer(502, 'bad_gateway', 'The backend could not be reached.');
    case 'answer_malformed':
      return answer(502, 'bad_gateway', 'The backend broke off its answer, or it is not HTTP.');
    case 'answer_too_large':
      return answer(502, 'bad_gateway', 'The answer of the backend is too large to be passed on.');
    case 'backend_timeout':
      return answer(504, 'gateway_timeout', 'The backend did not answer in time.');
  }
}

function answer(status: ForwardErrorAnswer['status'], error: string, description: string): ForwardErrorAnswer {
  return { status, error, description };
}
