/** Which of the conformance tests a deployed stage is not held to, and why. */
import type { TitleList } from './title-list.ts';

/** Make no sense on any deployed stage. */
export const leftOut: readonly TitleList[] = [
  {
    because: 'They move the clock of the embedded host, end it or start it anew.',
    tests: { 'moved-clock': 'all', restart: 'all' },
  },
  {
    because: 'They run the command line beside the embedded host, in its data folder.',
    tests: { cli: 'all' },
  },
  {
    because: 'They sign with the private keys of the stage, which leave no deployed one.',
    tests: { 'signed-tokens': 'all' },
  },
  {
    because: 'They read the files that the embedded host logs to.',
    tests: {
      'authorizer-cache': [
        'an identical second call within the cache seconds does not invoke the verifier',
        'a token in the query string is judged each time',
      ],
      'backend-secret': [/ › leaves the secret out of every log$/],
      'client-assertion': ['RFC 7523 §3: private_key_jwt › gets nothing into a log'],
      canaries: 'all',
      introspection: ['neither secrets nor tokens are in any function’s log, and why a token is inactive is'],
      'protected-resource': [
        'RFC 6750 §2.3: the token in the query string › the backend’s own log shows neither the parameter nor the token',
      ],
      'registry-lifecycle': ['the life of a subscription › is told by the audit trail, from its end to its beginning'],
      revocation: [
        'RFC 7009 §2.2: what cannot be revoked is answered 200 all the same › §2.1: a token of another client, which lives on',
      ],
      'token-endpoint': ['neither secret nor token is in any function’s log'],
      'token-locations': [/ › no token gets into a log or to the backend$/],
      wsdl: ['no token is logged'],
    },
  },
  {
    because: 'They write bytes to the embedded host’s port, or are for a page in a browser on the same machine.',
    tests: {
      forwarding: [/^a request line or header that is none › /],
      'registry-api': ['the registry API › refuses a request for another host, as a web page could send it'],
    },
  },
];

/** Make no sense on a stage that stands at another address than its URLs say. */
export const beyondTheEmulator: readonly TitleList[] = [
  {
    because: 'These clients find the host of a URL by themselves.',
    tests: { clients: [/ › (simple-oauth2|simple-oauth2 revokes a token|curl)$/] },
  },
];

/** Need what the tests' own backends answer, which are not there in an account. */
export const beyondTheSampleBackend: readonly TitleList[] = [];

/** What the emulator does otherwise than AWS. Each of these tests must fail there, for as long as it is listed. */
export const notInTheEmulator: readonly TitleList[] = [
  {
    because: 'It does not rename WWW-Authenticate of a function’s answer.',
    tests: {
      'client-assertion': [/ › of a client that has no key, or does not exist, is refused by the very same bytes$/],
      'client-authentication': [/^RFC 6749 §5\.2: wrong credentials are 401 invalid_client › (?!a refusal leaves )/],
      clients: [/ › openid-client learns from a refusal that the credentials are wrong$/],
      introspection: [/ is 401 invalid_client with a challenge, and nothing of the token$/],
      revocation: [/ is 401 invalid_client with a challenge, and the token lives on$/],
      'token-endpoint': [
        / › invalid_client is 401 with a challenge, and the same for a wrong secret and an unknown key$/,
      ],
      'token-locations': [
        / › RFC 6750 §3: the challenge says what is wrong, under the name that API Gateway gives it$/,
      ],
    },
  },
  {
    because: 'Its gateway responses know no $context.authorizer.',
    tests: {
      'data-path': [/ › methods that no resource serves are 404, and those of another resource need its scopes$/],
      openapi: [
        / › refuses a token that holds every scope of the document but one that the operation needs$/,
        / › tells .+ from its neighbours$/,
        / › may be narrowed to an operation by a product: what stands beside it stays closed$/,
      ],
      'openapi-document': [/ › and tells the truth: a token for another operation is refused, and none as well$/],
      'protected-resource': [
        /^RFC 6750 §3\.1: .+ › a project that the product lacks is 403 insufficient_scope$/,
        /^RFC 6750 §3\.1: .+ › a missing scope is 403 and named$/,
      ],
      scope: [/ › RFC 6750 §3\.1: that was asked for and is too little is 403, however much the client may have$/],
      'token-locations': [
        /^a project secured by hand, (header|query) › RFC 6750 §3\.1: a scope that the token lacks is 403, and named$/,
      ],
    },
  },
  {
    because: 'It maps nothing to the headers of a backend’s request, and drops none of the caller’s.',
    tests: {
      'backend-secret': [/^a call straight from the gateway, .+ › (carries|overwrites) /],
      'data-path': [/ › the backend sees Authorization overwritten, on public resources as well$/],
      forwarding: [
        /^a call that goes straight to the backend › nobody but the verifier says who calls/,
        /^a call that goes straight to the backend › a body of chunks arrives as it is, with its type$/,
        / › API Gateway drops Content-Encoding of requests that go straight; the function passes it on$/,
      ],
      'protected-resource': [
        /^RFC 6750 §2\.1: .+ › a valid token reaches the backend, which learns who calls and never sees the token$/,
      ],
    },
  },
  {
    because: 'Of a backend’s answer it passes on no header but Content-Type; redirects it follows itself.',
    tests: {
      'data-path': [/ › status and repeated headers of the backend come back$/],
      forwarding: [
        /^a call that goes straight to the backend › HEAD gets status and headers, and no body$/,
        /^a call that goes straight to the backend › a redirect \d+ is the caller’s to follow$/,
        /^a call that goes straight to the backend › an answer (304|503) of the backend is passed on with its body$/,
        /^a call that goes straight to the backend › bytes of an answer come back as they are, /,
      ],
    },
  },
  {
    because: 'A backend that gives no answer is an error of configuration to it, whose gateway response is JSON alone.',
    tests: {
      forwarding: [/^a call that goes straight to the backend › where the backend gives no answer because /],
      wsdl: [/^what API Gateway answers by itself › /],
    },
  },
  {
    because: 'It decodes the escapes of a path, and routes and invokes by what comes out.',
    tests: {
      'data-path': [
        / › variables and greedy paths stand behind the target’s own path$/,
        / › method, path, query, body, status and headers are kept, and the token is gone$/,
      ],
      metadata: [/ › \/%74ickets\/2\.0 is no protected resource$/],
      'protected-resource': [
        /^RFC 6750 §2\.3: .+ › a valid token reaches the backend, which never sees it$/,
        / › the path \/tickets\/2\.0\/a%2Fb is refused whatever the token$/,
      ],
      'route-fuzz': [/^cold and from the cache, /],
      'token-locations': [
        / › the resource’s own path and its child paths are opened, in the form in which they were sent$/,
        / › \/(a%2Fb|%61) below it is opened to nobody$/,
      ],
    },
  },
  {
    because: 'It joins headers that are sent twice.',
    tests: {
      'client-authentication': [/ › two Authorization headers are refused, in either order$/],
      introspection: [/ › two Authorization headers is 400 invalid_request$/],
      revocation: [/ › two Authorization headers is 400 invalid_request, and revokes nothing$/],
      'token-locations': [/ body › RFC 6750 §2: two tokens are refused, wherever it takes them from$/],
    },
  },
  {
    because:
      'A body without a content type is text to it; bytes it gives to those alone who say that they accept them.',
    tests: {
      forwarding: [
        /^a call that goes through the forward function › \w+ brings a body to the backend byte for byte, and its length$/,
        /^a call that goes through the forward function › nobody but the verifier says who calls/,
      ],
    },
  },
  {
    because: 'It answers a request to upgrade the connection, by upgrading it.',
    tests: { forwarding: [/ › hop-by-hop headers end at each connection$/] },
  },
  {
    because: 'It knows no bounds of size.',
    tests: {
      forwarding: [/ › 4\.5 MB go through the function, more is 413; straight to the backend go 10 MB$/],
      'token-endpoint': [/ › a body of 12 MiB is refused, and the server lives on$/],
    },
  },
  {
    because: 'A method that a fixed path lacks it does not look for at the variable beside it.',
    tests: {
      openapi: [/ › takes a method that a fixed path lacks for that of the variable beside it, /],
    },
  },
];

/** Files of which nothing is left to run. */
export const filesLeftOut: readonly string[] = leftOut.flatMap(({ tests }) =>
  Object.entries(tests).flatMap(([file, listed]) => (listed === 'all' ? [`${file}.test.ts`] : [])),
);
