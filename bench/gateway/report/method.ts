import { peerVersions } from '../install-peers.ts';

/**
 * How it is measured, in words.
 * @param floorOf the gateway that showed the floor what to do
 */
export function method(rounds: number, floorOf: string | undefined): string {
  const version = (name: string): string => `${name} ${peerVersions()[name] ?? ''}`;
  return `![What each scenario is about, by gateway; shorter bars are better](chart.svg)

Medians of ${rounds} rounds. In each round every gateway takes every scenario in turn, each time in a process that was just started; a
ratio is that of two gateways in one round, given as the median of the rounds with the least and the most. Processor time and
memory are those of the gateway’s process with all its threads. The peers are ${version('@apollo/gateway')} in ${version('@apollo/server')},
and ${version('@graphql-hive/gateway')} with its own planner and with ${version('@graphql-hive/router-runtime')}.${floorOf === undefined ? '' : floorMethod(floorOf)}`;
}

function floorMethod(floorOf: string): string {
  return `
For each request the floor makes the subgraph requests that ${floorOf} made for one that came alone. Under load a gateway may make
fewer; a ratio to the floor is given only where their numbers differ by at most a tenth.`;
}
