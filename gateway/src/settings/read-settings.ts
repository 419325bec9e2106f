import { ConfigError, type Environment } from '@accounts-center/subgraph-kit';
import { LineCounter, parseDocument, visit } from 'yaml';
import type { z } from 'zod';
import { type Profile, type SettingsInput, settingsSchema } from './settings.ts';

/** Any number of these may stand in a text. */
const VARIABLE = /\$\{env\.(\w+)\}/g;

/**
 * Reads a settings file: YAML, or JSON, which is YAML as well. In its texts, `${env.NAME}` stands for a variable of the
 * environment: secrets need not be in the file.
 *
 * @param source.file its name, for messages
 * @throws ConfigError with all that is wrong, each with its line; values, which may be secret, are never repeated
 */
export function readSettings(
  { file, text }: { file: string; text: string },
  { env, profile }: { env: Environment; profile: Profile },
): SettingsInput {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number | undefined): string =>
    offset === undefined ? file : `${file}:${lines.linePos(offset).line}`;
  const problems = document.errors.map(({ message, pos }) => `${at(pos[0])}: ${message}`);
  visit(document, {
    Scalar: (_, node) => {
      if (typeof node.value !== 'string') return;
      node.value = node.value.replace(VARIABLE, (_all, name: string) => {
        const value = env[name];
        if (!value) problems.push(`${at(node.range?.[0])}: the environment has no ${name}`);
        return value ?? '';
      });
    },
  });
  if (problems.length > 0) throw new ConfigError(problems);
  const settings = (document.toJS() ?? {}) as SettingsInput;
  const { error } = settingsSchema(profile).safeParse(settings);
  if (!error) return settings;
  const lineOf = (path: readonly PropertyKey[]): string => {
    for (let length = path.length; length > 0; length--) {
      const node: unknown = document.getIn(path.slice(0, length), true);
      const offset = isNode(node) ? node.range?.[0] : undefined;
      if (offset !== undefined) return at(offset);
    }
    return file;
  };
  throw new ConfigError(
    error.issues.flatMap((issue) =>
      problemsOf(issue).map(([path, why]) => `${lineOf(path)}: ${path.join('.')}: ${why}`),
    ),
  );
}

/** An unknown key is a problem of its own, and is placed there. */
function problemsOf(issue: z.core.$ZodIssue): (readonly [path: readonly PropertyKey[], why: string])[] {
  if (issue.code !== 'unrecognized_keys') return [[issue.path, issue.message]];
  return issue.keys.map((key) => [[...issue.path, key], 'there is no such setting']);
}

function isNode(value: unknown): value is { readonly range?: readonly [number, number, number] | null } {
  return typeof value === 'object' && value !== null && 'range' in value;
}

/** Settings with others put above them: objects are merged, all else is replaced. */
export function withOverrides(settings: SettingsInput, overrides: SettingsInput): SettingsInput {
  return merged(settings, overrides) as SettingsInput;
}

function merged(below: unknown, above: unknown): unknown {
  if (above === undefined) return below;
  if (!isRecord(below) || !isRecord(above)) return above;
  const names = new Set([...Object.keys(below), ...Object.keys(above)]);
  return Object.fromEntries([...names].map((name) => [name, merged(below[name], above[name])]));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
