import { domainToASCII } from 'node:url';

const MAX_LENGTH = 254;
const MAX_LOCAL_LENGTH = 64;

// The unquoted form only: what people have, and nothing in which a header or a second address could hide.
const localForm = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const domainForm = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/;

const hiddenLetters = /[\s\p{C}]/u;

export interface MailAddress {
  /** As written, the domain in its ASCII form. */
  readonly address: string;
  /** Equal for addresses that we take for one: without regard to capitals. */
  readonly key: string;
}

/** Reads a mail address; undefined when the text is none that can receive mail. */
export function parseMailAddress(text: string): MailAddress | undefined {
  const written = text.trim();
  const at = written.lastIndexOf('@');
  const local = written.slice(0, Math.max(at, 0));
  // Turning a domain into ASCII drops line breaks in it, so they are looked for before.
  const domain = written.length > MAX_LENGTH || hiddenLetters.test(written) ? '' : domainToASCII(written.slice(at + 1));
  const address = `${local}@${domain}`;
  if (address.length > MAX_LENGTH || local.length > MAX_LOCAL_LENGTH) return undefined;
  if (!localForm.test(local) || !domainForm.test(domain)) return undefined;
  return { address, key: address.toLowerCase() };
}
