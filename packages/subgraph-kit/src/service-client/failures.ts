/** The sister service was certainly not asked: the same call may be made again at once, or elsewhere. */
export class ServiceUnreachable extends Error {
  readonly service: string;

  constructor(service: string, cause: unknown) {
    super(`The service ${service} can't be reached.`, { cause });
    this.name = 'ServiceUnreachable';
    this.service = service;
  }
}

/** The call was sent, or may have been, and its answer never came: whether it took effect is unknown. */
export class AnswerLost extends Error {
  readonly service: string;

  constructor(service: string, cause: unknown) {
    super(`The answer of the service ${service} was lost.`, { cause });
    this.name = 'AnswerLost';
    this.service = service;
  }
}

/** Whoever sends the body of a call broke it off: the call fails with it, and the service is not to blame. */
export class SenderGone extends Error {
  constructor(cause: unknown) {
    super('The body of the request broke off.', { cause });
    this.name = 'SenderGone';
  }
}

/** More came than was asked for: the same call would bring as much again. */
export class AnswerTooLong extends Error {
  constructor(maxBytes: number) {
    super(`The answer is longer than ${maxBytes} bytes.`);
    this.name = 'AnswerTooLong';
  }
}
