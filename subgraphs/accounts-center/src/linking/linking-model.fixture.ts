import type { LinkErrorCode } from '../generated/accounts-center.ts';

/** A command of the property test; accounts are numbers there, and ids once it is given. */
export interface Command<Account = number> {
  readonly kind: 'link' | 'unlink';
  readonly actor: Account;
  readonly target: Account;
}

/** A command as it was given: a link's flow is bound to the center that its account was in then. */
interface GivenCommand extends Command<string> {
  readonly center: number;
}

export type Outcome = 'OK' | LinkErrorCode;

/** What linking does, in its simplest form: a number for every account's center. */
export class LinkModel {
  readonly #centers: ReadonlyMap<string, number>;
  /** Goes up with every move: a center that is gone never comes back. */
  readonly #nextCenter: number;

  private constructor(centers: ReadonlyMap<string, number>, nextCenter: number) {
    this.#centers = centers;
    this.#nextCenter = nextCenter;
  }

  static of(accounts: readonly string[]): LinkModel {
    return new LinkModel(new Map(accounts.map((account, index) => [account, index])), accounts.length);
  }

  begin(commands: readonly Command[], accounts: readonly string[]): GivenCommand[] {
    return commands.map(({ kind, actor, target }) => {
      const [actorId, targetId] = [accounts[actor] ?? '', accounts[target] ?? ''];
      return { kind, actor: actorId, target: targetId, center: this.#centerOf(actorId) };
    });
  }

  /** The state after a command, and its outcome. */
  after(command: GivenCommand): [Outcome, LinkModel] {
    const { kind, actor, target, center } = command;
    const isTogether = this.#centerOf(actor) === this.#centerOf(target);
    const isAlone = this.#sizeOf(target) === 1;
    if (kind === 'unlink') {
      if (!isTogether) return ['ACCOUNT_NOT_FOUND', this];
      return isAlone ? ['NOT_LINKED', this] : ['OK', this.#moved(target, this.#nextCenter)];
    }
    if (this.#centerOf(actor) !== center) return ['FLOW_NOT_FOUND', this];
    // The password of the flow's own account proves that account, and no other.
    if (actor === target) return ['PROOF_MISSING', this];
    if (isTogether) return ['SAME_ACCOUNT', this];
    return isAlone ? ['OK', this.#moved(target, center)] : ['LINKED_ELSEWHERE', this];
  }

  /** Whether these are the accounts of each account's center, sorted, in the order of the accounts. */
  matches(companions: readonly (readonly string[])[]): boolean {
    const accounts = [...this.#centers.keys()];
    return accounts.every((account, index) => {
      const own = accounts.filter((other) => this.#centerOf(other) === this.#centerOf(account)).sort();
      return own.join() === companions[index]?.join();
    });
  }

  #moved(account: string, center: number): LinkModel {
    return new LinkModel(new Map(this.#centers).set(account, center), this.#nextCenter + 1);
  }

  #centerOf(account: string): number {
    return this.#centers.get(account) ?? -1;
  }

  #sizeOf(account: string): number {
    return [...this.#centers.values()].filter((center) => center === this.#centerOf(account)).length;
  }
}

/** Looks for an order of the commands that gives these outcomes and an accepted end. @returns the model after it */
export function explains(
  model: LinkModel,
  commands: readonly GivenCommand[],
  outcomes: readonly Outcome[],
  isEnd: (end: LinkModel) => boolean,
): LinkModel | undefined {
  if (commands.length === 0) return isEnd(model) ? model : undefined;
  for (const [index, command] of commands.entries()) {
    const [outcome, next] = model.after(command);
    if (outcome !== outcomes[index]) continue;
    const end = explains(next, commands.toSpliced(index, 1), outcomes.toSpliced(index, 1), isEnd);
    if (end !== undefined) return end;
  }
  return undefined;
}
