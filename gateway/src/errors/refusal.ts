/** A request that is refused before it reaches its handler. Its message is for the client. */
export class Refusal extends Error {
  readonly statusCode: number;
  readonly code: string;

  constructor(statusCode: number, code: string, message: string) {
    super(message);
    this.name = 'Refusal';
    this.statusCode = statusCode;
    this.code = code;
  }
}

const CODES: Readonly<Record<number, string>> = {
  401: 'UNAUTHENTICATED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  405: 'METHOD_NOT_ALLOWED',
  408: 'REQUEST_TIMEOUT',
  413: 'PAYLOAD_TOO_LARGE',
  414: 'URI_TOO_LONG',
  415: 'UNSUPPORTED_MEDIA_TYPE',
  431: 'HEADERS_TOO_LARGE',
};

/** The code in the body of an answer with this status, 400 to 499. */
export function codeOfStatus(status: number): string {
  return CODES[status] ?? 'BAD_REQUEST';
}

/** Refuses a request with a status and the code that belongs to it. */
export function refuse(statusCode: number, message: string): Refusal {
  return new Refusal(statusCode, codeOfStatus(statusCode), message);
}
