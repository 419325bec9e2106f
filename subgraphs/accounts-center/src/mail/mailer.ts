/** A message to one address, in plain text. */
export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** Carries mail. */
export interface Mailer {
  /**
   * Resolves once the mail was handed over.
   * @throws MailRefused when it never will be
   */
  send(mail: Mail): Promise<void>;
  close(): Promise<void>;
}

/** The mail server refuses this mail for good. Says nothing of its address or its words. */
export class MailRefused extends Error {
  constructor(status: number) {
    super(`The mail server refuses the mail with status ${status}.`);
    this.name = 'MailRefused';
  }
}
