/** How large things may be on AWS, in bytes. */

/**
 * Payload of a REST API, either way.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html
 */
export const MAXIMUM_BODY_BYTES = 10_485_760;

/** All headers of a request to a REST API together: names, values and terminators (the same table). */
export const MAXIMUM_HEADER_BYTES = 20_480;

/** Path and query string of a request to a regional REST API (the same table). */
export const MAXIMUM_TARGET_BYTES = 10_240;

/**
 * The event of a synchronous invocation as JSON in UTF-8; a body that goes in base64 counts as such.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
export const MAXIMUM_EVENT_BYTES = 6_291_456;

/** What a function returns as JSON. Lambda names this figure when an answer is over it: it leaves 100 bytes more. */
export const MAXIMUM_RESULT_BYTES = 6_291_556;
