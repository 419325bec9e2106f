import { describe, expect, it } from 'vitest';
import { createMeasured } from './figures.ts';
import { block, measuredRounds } from './scene.fixture.ts';

describe('the figures', () => {
  it('are those of a request', () => {
    const measured = createMeasured();
    measured.add('own', 'ours', block(1.5));
    expect(measured.figures('own', 'ours')).toEqual({
      processorMs: 1.5,
      perSecond: 2,
      p50Ms: 2,
      p99Ms: 40,
      peakBytes: 120_000_000,
      steadyBytes: 80_000_000,
      subgraphRequests: 16,
    });
  });

  it('are medians of the rounds', () => {
    expect(measuredRounds().figures('own', 'ours')?.processorMs).toBe(1.2);
    expect(measuredRounds().figures('own', 'stock')?.processorMs).toBe(10);
  });

  it('stand to each other as they do in each round, so that a disturbed round does not count', () => {
    expect(measuredRounds().ratio('own', 'ours', 'stock', 'processorMs')).toEqual({
      median: 0.1,
      least: 0.1,
      most: 0.12,
    });
  });

  it('are not there for a gateway or a scenario that was not measured', () => {
    const measured = measuredRounds();
    expect(measured.figures('own', 'hive')).toBeUndefined();
    expect(measured.ratio('own', 'ours', 'hive', 'p50Ms')).toBeUndefined();
    expect(measured.ratio('large', 'ours', 'stock', 'p50Ms')).toBeUndefined();
  });
});
