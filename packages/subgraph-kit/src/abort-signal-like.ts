/**
 * As much of an `AbortSignal` as is needed to hear that nobody waits any more. A whole one takes Node.js as long to make as a
 * small answer takes to write, which counts where there is one for each call.
 */
export interface AbortSignalLike {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}
