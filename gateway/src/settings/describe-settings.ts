import { z } from 'zod';
import { settingsSchema } from './settings.ts';

/** JSON Schema, as far as it is used here. */
interface Described {
  readonly description?: string;
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, Described>>;
  readonly additionalProperties?: Described | boolean;
  readonly items?: Described;
  readonly minimum?: number;
  readonly maximum?: number;
}

/** The JSON Schema of settings files, for editors. */
export function settingsJsonSchema(): object {
  return withVariables(describe(false));
}

/** A variable of the environment may stand for anything that is no object and no list. */
const VARIABLE = { type: 'string', pattern: '\\$\\{env\\.\\w+\\}' };

function withVariables(schema: Described): Described {
  const { properties, additionalProperties, items, description, default: value, ...rest } = schema;
  const isAnything = schema.type === 'string' && !('pattern' in schema) && !('format' in schema) && !schema.enum;
  const isLeaf = ['string', 'integer', 'number', 'boolean'].includes(schema.type ?? '') && !isAnything;
  const inner = {
    ...(properties && { properties: mapped(properties) }),
    ...(items && { items: withVariables(items) }),
    ...(additionalProperties !== undefined && {
      additionalProperties:
        typeof additionalProperties === 'object' ? withVariables(additionalProperties) : additionalProperties,
    }),
  };
  return {
    ...(isLeaf ? { anyOf: [rest, VARIABLE] } : { ...rest, ...inner }),
    ...(description !== undefined && { description }),
    ...(value !== undefined && { default: value }),
  };
}

function mapped(properties: Readonly<Record<string, Described>>): Readonly<Record<string, Described>> {
  return Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, withVariables(schema)]));
}

/** All settings with their defaults, as a page of Markdown tables. */
export function settingsPage(): string {
  const [production, development, any] = [describe(false), describe(true), describe(false, 'any')];
  const sections = Object.entries(production.properties ?? {}).map(([name, section]) => {
    const others = [development, any].map((each) => each.properties?.[name] ?? {});
    return `## ${name}\n\n| setting | default | |\n|---|---|---|\n${rowsOf(section, others, '').join('\n')}\n`;
  });
  return `${INTRODUCTION}\n${sections.join('\n')}`;
}

const INTRODUCTION = `# All settings of a gateway

Made from [\`gateway/src/settings/settings.ts\`](../../gateway/src/settings/settings.ts). A settings file is YAML (or JSON);
\`GATEWAY_SETTINGS\` names it, or \`--settings\` for [a graph of your own](../../README.md#the-gateway-for-any-other-graph).
Everything has a default, so it holds what is different only:

\`\`\`yaml
# yaml-language-server: $schema=gateway/src/settings/settings.schema.json
http:
  corsOrigins: [https://shop.example]
subgraphs:
  all: { timeoutMs: 3000 }
  named:
    reviews: { retries: 2 }
rateLimits:
  store: \${env.RATE_LIMITS_DATABASE} # from the environment
\`\`\`

In texts, \`\${env.NAME}\` stands for a variable of the environment; alone and without quotes it may be a number, too.
The path of the schema, for editors, is relative to your file.

Whatever is wrong with it, or with the files that it names, is told at the start, all of it, by line. Paths in it start from its own
folder. Times are in milliseconds, sizes in bytes. Where a default differs, the first is production's; *development* is with
\`NODE_ENV=development\`, *any graph* with \`--supergraph\`.
`;

function describe(development: boolean, graph: 'own' | 'any' = 'own'): Described {
  return z.toJSONSchema(settingsSchema({ development, graph }), { io: 'input' }) as Described;
}

function rowsOf(section: Described, [development, any]: readonly Described[], path: string): string[] {
  return Object.entries(section.properties ?? {}).flatMap(([name, setting]) => {
    const others = [development?.properties?.[name] ?? {}, any?.properties?.[name] ?? {}];
    const own = `| \`${path}${name}\` | ${defaultOf(setting, others)} | ${textOf(setting)} |`;
    const inner = innerOf(setting);
    const innerOthers = others.map((each) => innerOf(each) ?? {});
    return inner ? [own, ...rowsOf(inner, innerOthers, `${path}${name}${setting.properties ? '.' : '.*.'}`)] : [own];
  });
}

/** An object's settings, or those of each item or value. */
function innerOf({ properties, items, additionalProperties }: Described): Described | undefined {
  if (properties) return { properties };
  if (items?.properties) return items;
  return typeof additionalProperties === 'object' && additionalProperties.properties ? additionalProperties : undefined;
}

function defaultOf({ default: value }: Described, [development, any]: readonly Described[]): string {
  const shown = [written(value)];
  if (written(development?.default) !== shown[0]) shown.push(`${written(development?.default)} *development*`);
  if (written(any?.default) !== shown[0]) shown.push(`${written(any?.default)} *any graph*`);
  return shown.join('; ');
}

function written(value: unknown): string {
  const isNothing = value === undefined || (typeof value === 'object' && JSON.stringify(value) === '{}');
  return isNothing ? '' : `\`${typeof value === 'number' ? value.toLocaleString('en') : JSON.stringify(value)}\``;
}

function textOf({ description = '', enum: values }: Described): string {
  return [description, values?.map((value) => `\`${value}\``).join(', ')]
    .filter(Boolean)
    .join(' ')
    .replaceAll('|', '\\|');
}
