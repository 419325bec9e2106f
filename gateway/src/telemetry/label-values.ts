/** More values of one label make a server of metrics slow; those that come later are told together. */
const MAX_LENGTH = 80;
const OTHERS = 'other';

/** Handles of metrics by the value of a label that strangers choose, each made once, and only for so many values. */
export class LabelValues<Handle> {
  readonly #limit: number;
  readonly #make: (value: string) => Handle;
  readonly #handles = new Map<string, Handle>();
  #others: Handle | undefined;

  constructor(limit: number, make: (value: string) => Handle) {
    this.#limit = limit;
    this.#make = make;
  }

  /** The handle of a value, made if there is room for another one; else that of all others. */
  of(value: string): Handle {
    return this.#handles.get(value) ?? this.#admit(value) ?? this.others;
  }

  /** The handle of a value that has been admitted; else that of all others. */
  knownOf(value: string): Handle {
    return this.#handles.get(value) ?? this.others;
  }

  get others(): Handle {
    return (this.#others ??= this.#make(OTHERS));
  }

  #admit(value: string): Handle | undefined {
    if (this.#handles.size >= this.#limit || value.length > MAX_LENGTH) return undefined;
    const handle = this.#make(value);
    this.#handles.set(value, handle);
    return handle;
  }
}
