const HIDDEN = '[hidden]';
const MAX_DEPTH = 8;

// Keys are compared in lower case without "-" and "_", so that cardNumber, card_number and card-number are one.
const SENSITIVE_KEYS = new Set(['code', 'codes', 'otp', 'cvc', 'cvv', 'pan', 'phone', 'xserviceidentity']);
const SENSITIVE_ENDINGS =
  /(authorization|cookie|password|passphrase|secret|token|email|address|cardnumber|phonenumber|privatekey|recoverycode|verificationcode|securitycode)s?$/;

function isSensitive(key: string): boolean {
  const plain = key.toLowerCase().replaceAll(/[-_]/g, '');
  return SENSITIVE_KEYS.has(plain) || SENSITIVE_ENDINGS.test(plain);
}

/** A copy of what is about to be logged, with the values of sensitive keys hidden at any depth. */
function redact(value: unknown, depth = 0): unknown {
  if (typeof value !== 'object' || value === null || !isPlain(value)) return value;
  if (depth === MAX_DEPTH) return HIDDEN;
  if (Array.isArray(value)) return value.map((item) => redact(item, depth + 1));
  return redactRecord(value as Record<string, unknown>, depth);
}

/** As `redact`, for a record. */
export function redactRecord(record: Record<string, unknown>, depth = 0): Record<string, unknown> {
  const entries = Object.entries(record);
  return Object.fromEntries(entries.map(([key, value]) => [key, hide(key, value, depth)]));
}

function hide(key: string, value: unknown, depth: number): unknown {
  const isAbsent = value === undefined || value === null;
  return isSensitive(key) && !isAbsent ? HIDDEN : redact(value, depth + 1);
}

/** Errors, dates, requests and the like have serialisers of their own. */
function isPlain(value: object): boolean {
  if (Array.isArray(value)) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
