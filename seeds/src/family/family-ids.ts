import { createIds, type RandomUint32 } from '@accounts-center/subgraph-kit';
import type { Chance, ChanceOf } from './chance.ts';
import type { SeededApp } from './family-apps.ts';

/** Ids in the form that services make, always the same for the same thing. */
export interface FamilyIds {
  account(app: SeededApp, person: number): string;
  /**
   * Of a row that was made at an instant.
   * @param topic, index, part what the row is, as for chance
   */
  row(prefix: string, at: Date, topic: string, index: number, part?: number): string;
}

export function createFamilyIds(chanceOf: ChanceOf): FamilyIds {
  // Makes one id and is thrown away, so that no id depends on those before it.
  const idsFor = (at: Date, topic: string, index: number, part?: number) =>
    createIds({ clock: { now: () => at }, random: drawFrom(chanceOf(topic, index, part)) });
  const anyTime = new Date(0);
  return {
    account: ({ idPrefix }, person) => idsFor(anyTime, `account id ${idPrefix}`, person).random(`${idPrefix}u`),
    row: (prefix, at, topic, index, part) => idsFor(at, `${prefix} id of ${topic}`, index, part).next(prefix),
  };
}

function drawFrom(chance: Chance): RandomUint32 {
  return () => chance.uint32();
}
