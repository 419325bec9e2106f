/** What is said for each code, and the input field that is at fault, if a single one is. */
export type ErrorTexts<Code extends string> = Readonly<Record<Code, readonly [message: string, field?: string]>>;

/** A concrete `UserError`. */
export interface CodedError<Code extends string> {
  readonly code: Code;
  readonly message: string;
  readonly field: string[] | null;
}

/** The error for a code. */
export function userError<Code extends string>(texts: ErrorTexts<Code>, code: Code): CodedError<Code> {
  const [message, field] = texts[code];
  return { code, message, field: field === undefined ? null : ['input', field] };
}
