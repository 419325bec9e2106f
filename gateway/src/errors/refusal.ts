import { codeOfStatus } from '@accounts-center/subgraph-kit';

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

/** Refuses a request with a status and the code that belongs to it. */
export function refuse(statusCode: number, message: string): Refusal {
  return new Refusal(statusCode, codeOfStatus(statusCode), message);
}
