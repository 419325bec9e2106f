/** A service's answer when it refuses what the caller can mend. */
export interface Refusal<Code extends string> {
  readonly ok: false;
  readonly code: Code;
  /** The path of the input field at fault, from `input` on. */
  readonly field?: readonly string[];
  /** In words that know more than the code's own, such as a limit. */
  readonly message?: string;
}

/** What a service method answers: `{ ok: true, … }` or why not. */
export type Result<Value extends object, Code extends string> = ({ readonly ok: true } & Value) | Refusal<Code>;

/** The words for each reason of a slice's refusals; the compiler asks for every one. */
export type Messages<Code extends string> = Readonly<Record<Code, string>>;

export interface UserErrorFields<Code extends string> {
  code: Code;
  message: string;
  field: string[] | null;
}

/** Refuses: `return refuse('TOO_MANY')`, `return refuse('USERNAME_TAKEN', 'username')`. */
export function refuse<Code extends string>(code: Code, inputField?: string): Refusal<Code> {
  return inputField === undefined ? { ok: false, code } : { ok: false, code, field: ['input', inputField] };
}

/** A refusal as the one entry of a payload's `userErrors`. */
export function userErrors<Code extends string>(
  refusal: Refusal<Code>,
  messages: Messages<Code>,
): UserErrorFields<Code>[] {
  const { code, field, message = messages[code] } = refusal;
  return [{ code, message, field: field === undefined ? null : [...field] }];
}
