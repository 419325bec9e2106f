import { rounded } from '../../src/report/table.ts';
import type { Contestant } from '../gateways.ts';
import type { Measure, Scenario } from '../scenarios.ts';
import type { Measured } from './figures.ts';
import { measureNames } from './tables.ts';

const WIDTH = 760;
const NAMES = 240;
const BARS = 420;
const ROW = 22;
const HEAD = 40;

const units: Readonly<Record<Measure, { readonly name: string; readonly factor: number }>> = {
  processorMs: { name: 'ms', factor: 1 },
  p50Ms: { name: 'ms', factor: 1 },
  peakBytes: { name: 'MB', factor: 1e-6 },
};

/** Bars for what each scenario is about, this gateway's in another colour. Shorter is better. */
export function toChart(
  scenarios: readonly Scenario[],
  contestants: readonly Contestant[],
  measured: Measured,
): string {
  const parts: string[] = [];
  let y = 0;
  for (const { id, title, measure } of scenarios) {
    const bars = contestants.flatMap((contestant) => {
      const value = measured.figures(id, contestant.id)?.[measure];
      return value === undefined ? [] : [{ contestant, value }];
    });
    if (bars.length === 0) continue;
    parts.push(text(0, y + HEAD - 14, 'title', `${title}: ${measureNames[measure]}`));
    const longest = Math.max(...bars.map(({ value }) => value));
    for (const [index, { contestant, value }] of bars.entries()) {
      parts.push(...row(y + HEAD + index * ROW, contestant, value, longest, units[measure]));
    }
    y += HEAD + bars.length * ROW;
  }
  return `${[head(y + ROW), style, ...parts, '</svg>'].join('\n')}\n`;
}

function row(
  y: number,
  { id, title }: Contestant,
  value: number,
  longest: number,
  unit: { readonly name: string; readonly factor: number },
): string[] {
  const width = Math.max((value / longest) * BARS, 1).toFixed(1);
  return [
    text(NAMES - 10, y + 13, id === 'ours' ? 'name ours' : 'name', title),
    `<rect class="${id}" x="${NAMES}" y="${y}" width="${width}" height="${ROW - 5}" rx="2"/>`,
    text(NAMES + Number(width) + 6, y + 13, 'value', `${rounded(value * unit.factor)} ${unit.name}`),
  ];
}

function text(x: number, y: number, type: string, words: string): string {
  const escaped = words.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return `<text class="${type}" x="${x}" y="${y}">${escaped}</text>`;
}

function head(height: number): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="Gateways compared; shorter bars are better">`;
}

const style = `<style>
text { font: 13px system-ui, sans-serif; fill: #57606a }
.title { font-weight: 600; font-size: 14px; fill: #24292f }
.name { text-anchor: end }
.name.ours { font-weight: 600; fill: #0969da }
rect { fill: #8c959f }
rect.ours { fill: #0969da }
rect.floor { fill: #d0d7de }
@media (prefers-color-scheme: dark) {
text { fill: #8b949e }
.title { fill: #e6edf3 }
.name.ours { fill: #58a6ff }
rect.ours { fill: #58a6ff }
rect.floor { fill: #30363d }
}
</style>`;
