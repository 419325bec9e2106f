/** What an operation costs, or a part of it. */
export interface OperationCost {
  /** As IBM's specification counts: by weights, objects 1 unless told. */
  readonly cost: number;
  /** The part of it that arguments make. */
  readonly inputs: number;
  /** Objects and the values of their fields, whatever they weigh. */
  readonly values: number;
}

export type GivenVariables = Readonly<Record<string, unknown>>;

/** Costs more than this count as this: beyond, numbers become infinite, and what is made of those is no number at all. */
const MOST = Number.MAX_SAFE_INTEGER;

export const NOTHING: OperationCost = { cost: 0, inputs: 0, values: 0 };

/** A cost that is known, or one that variables decide: the index of a step that works it out. */
export type Term = OperationCost | number;

/** A number that is known, or that variables decide. Equal texts stand for equal numbers. */
export interface Count {
  readonly text: string;
  readonly of: number | ((variables: GivenVariables) => number);
}

type Step = (results: readonly OperationCost[], variables: GivenVariables) => OperationCost;

/**
 * Puts terms together. What variables do not decide is worked out at once; the rest becomes steps, each of which is done once for
 * a request, however many places a fragment is spread in.
 */
export class CostProgram {
  readonly #steps: Step[] = [];

  /** Works out a term for one request. */
  run(term: Term, variables: GivenVariables): OperationCost {
    if (typeof term !== 'number') return term;
    const results: OperationCost[] = [];
    for (let index = 0; index <= term; index++) results.push((this.#steps[index] as Step)(results, variables));
    return results[term] as OperationCost;
  }

  sum(terms: readonly Term[]): Term {
    return this.#fold(terms, plus, NOTHING);
  }

  /** The dearest that each number can be, of several. */
  dearest(terms: readonly Term[]): Term {
    return this.#fold(terms, dearer, NOTHING);
  }

  times({ of: count }: Count, term: Term): Term {
    if (typeof count === 'number') {
      if (typeof term !== 'number') return times(count, term);
      return this.#step((results) => times(count, results[term] as OperationCost));
    }
    return this.#step((results, variables) => times(count(variables), at(term, results)));
  }

  /** A term that counts for requests of which a condition is true. */
  when(condition: boolean | ((variables: GivenVariables) => boolean), term: Term): Term {
    if (typeof condition === 'boolean') return condition ? term : NOTHING;
    return this.#step((results, variables) => (condition(variables) ? at(term, results) : NOTHING));
  }

  /** What arguments cost. */
  inputs({ of: cost }: Count): Term {
    if (typeof cost === 'number') return inputs(cost);
    return this.#step((_, variables) => inputs(cost(variables)));
  }

  #fold(
    terms: readonly Term[],
    join: (one: OperationCost, other: OperationCost) => OperationCost,
    none: OperationCost,
  ): Term {
    const known = terms.filter((term) => typeof term !== 'number').reduce(join, none);
    const steps = terms.filter((term) => typeof term === 'number');
    if (steps.length === 0) return known;
    return this.#step((results) => steps.reduce((total, step) => join(total, results[step] as OperationCost), known));
  }

  #step(step: Step): number {
    return this.#steps.push(step) - 1;
  }
}

function at(term: Term, results: readonly OperationCost[]): OperationCost {
  return typeof term === 'number' ? (results[term] as OperationCost) : term;
}

function inputs(given: number): OperationCost {
  const cost = atMost(given);
  return { cost, inputs: cost, values: 0 };
}

function plus(one: OperationCost, other: OperationCost): OperationCost {
  return {
    cost: atMost(one.cost + other.cost),
    inputs: atMost(one.inputs + other.inputs),
    values: atMost(one.values + other.values),
  };
}

function times(count: number, { cost, inputs: inputCost, values }: OperationCost): OperationCost {
  // However much one would be.
  if (count === 0) return NOTHING;
  return { cost: atMost(count * cost), inputs: atMost(count * inputCost), values: atMost(count * values) };
}

/** Weights may be less than nothing. */
function atMost(number: number): number {
  return Math.max(-MOST, Math.min(number, MOST));
}

function dearer(one: OperationCost, other: OperationCost): OperationCost {
  return {
    cost: Math.max(one.cost, other.cost),
    inputs: Math.max(one.inputs, other.inputs),
    values: Math.max(one.values, other.values),
  };
}
