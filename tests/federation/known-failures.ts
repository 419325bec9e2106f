/** The cases that the engine of this project gets wrong. One that it gets right must not be among them. */
export const KNOWN_FAILURES: ReadonlySet<string> = new Set([]);
