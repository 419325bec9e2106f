import { median } from '../src/measure/numbers.ts';
import { type RunningGateway, startGateway } from '../src/measure/running-gateway.ts';
import type { Bench } from './bench.ts';
import type { CheckedAnswers } from './check-answers.ts';
import { type Contestant, commandOf } from './gateways.ts';
import type { Block } from './report/figures.ts';
import type { Scenario } from './scenarios.ts';

const LOOK_EVERY_MS = 50;

/**
 * Runs a scenario against a gateway that is started for it.
 * @throws Error when answers are not those that were checked, or the gateway breaks off
 */
export async function measureBlock(
  contestant: Contestant,
  scenario: Scenario,
  { lengths }: CheckedAnswers,
  bench: Bench,
): Promise<Block> {
  const gateway = await startGateway(commandOf(contestant, bench.startOn(scenario.setup)));
  const send = async (shape: Scenario['load']) => {
    const result = await bench.load.send({
      ...shape,
      url: gateway.url,
      lengths: shape.bodies.map((body) => lengths.get(body) ?? 0),
    });
    if (result.failure !== undefined) throw new Error(result.failure);
    if (result.wrong > 0) throw new Error(`${result.wrong} of ${result.latenciesMs.length} answers were wrong.`);
    return result;
  };
  try {
    await send(scenario.warmUp);
    const before = { ...gateway.usage(), ...(await bench.replay.ask('counts')) };
    const memory = watchMemory(gateway);
    const { latenciesMs, durationMs } = await send(scenario.load).finally(memory.stop);
    const after = { ...gateway.usage(), ...(await bench.replay.ask('counts')) };
    const fresh = after.recorded - before.recorded;
    if (fresh > 0) process.stderr.write(`${contestant.title}: subgraphs had to run for ${fresh} new requests\n`);
    return {
      latenciesMs,
      durationMs,
      processorMs: after.processorMs - before.processorMs,
      steadyBytes: memory.middle(),
      peakBytes: after.peakBytes,
      subgraphRequests: after.requests - before.requests,
    };
  } finally {
    await gateway.stop();
  }
}

function watchMemory(gateway: RunningGateway): { middle(): number; stop(): void } {
  const seen: number[] = [];
  const look = (): number => seen.push(gateway.usage().residentBytes);
  look();
  const timer = setInterval(look, LOOK_EVERY_MS);
  return { middle: () => median(seen), stop: () => clearInterval(timer) };
}
