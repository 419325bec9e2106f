import { describe, expect, it } from 'vitest';
import { toChart } from './chart.ts';
import { createMeasured } from './figures.ts';
import { block, chosen, measuredRounds, scenario } from './scene.fixture.ts';
import { aimsTable, figuresTable, notMeasuredTable } from './tables.ts';

const [, stock] = chosen;

describe('the report', () => {
  it('says how this gateway stands to others, and whether its aims are met', () => {
    const measured = measuredRounds();
    for (const processorMs of [1.5, 4, 1.5]) measured.add('own', 'hive-rust', block(processorMs));
    const [row = []] = aimsTable([scenario], measured).rows;
    expect(row.slice(0, 2)).toEqual(['own authorization each', 'processor time a request']);
    expect(row.slice(2, 4)).toEqual(['0.10× (0.10–0.12)', '≤ 0.13×: met']);
    expect(row.slice(4, 6)).toEqual(['0.75× (0.67–0.80)', '≤ 0.50×: **missed**']);
    expect(row.slice(6)).toEqual(['–']);
  });

  it.each([
    [16, '2.00× (2.00–2.00)'],
    [14.5, '2.00× (2.00–2.00)'],
    [17.7, '–'],
    [14.3, '–'],
  ])('compares 16 subgraph requests of the floor with %s: %s', (subgraphRequests, ratio) => {
    const measured = createMeasured();
    measured.add('own', 'ours', block(1, subgraphRequests));
    measured.add('own', 'floor', block(0.5));
    expect(aimsTable([scenario], measured).rows[0]?.at(-1)).toBe(ratio);
  });

  it('has a row for each gateway in each scenario, this gateway’s in bold', () => {
    const { rows } = figuresTable([scenario], chosen, measuredRounds());
    const others = ['2.00', '2.00', '40.0', '120', '80.0', '16.0'];
    expect(rows).toEqual([
      ['own authorization each', '**this gateway**', '1.20', '0.10× (0.10–0.12)'].concat(others),
      ['own authorization each', 'stock @apollo/gateway', '10.0', '1.00× (1.00–1.00)'].concat(others),
    ]);
  });

  it('tells of what was not measured once, and in words that fit a cell', () => {
    if (stock === undefined) throw new Error('Stock takes part.');
    const why = 'answers 500:\n{"a"|"b"}';
    const list = [scenario, { ...scenario, title: 'all the same' }].map((one) => {
      return { contestant: stock, scenario: one, why };
    });
    expect(notMeasuredTable(list).rows).toEqual([
      ['stock @apollo/gateway', 'own authorization each; all the same', 'answers 500: {"a"\\|"b"}'],
    ]);
  });

  it('draws bars to scale, and this gateway’s in another colour', () => {
    const chart = toChart([scenario], chosen, measuredRounds());
    const widths = [...chart.matchAll(/<rect class="(.*?)".*? width="(.*?)"/g)].map(([, id, width]) => [id, width]);
    expect(widths).toEqual([
      ['ours', '50.4'],
      ['stock', '420.0'],
    ]);
    expect(chart).toContain('<text class="name ours" x="230" y="53">this gateway</text>');
    expect(chart).toContain('>1.20 ms</text>');
  });

  it('draws nothing for a scenario without figures', () => {
    expect(toChart([scenario], chosen, createMeasured())).not.toContain('<rect');
  });
});
