import { dirname } from 'node:path';
import { ConfigError, type Environment } from '@accounts-center/subgraph-kit';
import { type Document, isNode, LineCounter, parse, parseDocument, type Scalar, visit } from 'yaml';
import type { z } from 'zod';
import { problemsOfFiles, resolvePaths, usesOfBus } from './files-in-settings.ts';
import { type Profile, type Settings, type SettingsInput, settingsSchema } from './settings.ts';

/** Any number of these may stand in a text. */
const VARIABLE = /\$\{env\.(\w+)\}/g;

/** One that is all of a text. */
const ALONE = /^\$\{env\.\w+\}$/;
const NO_TEXT = /^(true|false|-?\d+(\.\d+)?)$/;

/** What a settings file is read for. */
export interface SettingsReader {
  readonly env: Environment;
  readonly profile: Profile;
  /** Whether the process has an event bus. */
  readonly hasBus: boolean;
}

interface Problem {
  /** Where it is in the text. */
  readonly offset: number | undefined;
  readonly why: string;
}

/**
 * Reads a settings file: YAML, or JSON, which is YAML as well. In its texts, `${env.NAME}` stands for a variable of the
 * environment: secrets need not be in the file. Paths in it are relative to its folder; the files that they name are looked at.
 *
 * @param source.file its name
 * @throws ConfigError with all that is wrong, each with its line; values, which may be secret, are never repeated
 */
export function readSettings({ file, text }: { file: string; text: string }, reader: SettingsReader): Settings {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const refused = (problems: readonly Problem[]): ConfigError =>
    new ConfigError(
      problems
        .toSorted((a, b) => (a.offset ?? 0) - (b.offset ?? 0))
        .map(({ offset, why }) => `${file}${offset === undefined ? '' : `:${lines.linePos(offset).line}`}: ${why}`),
    );
  if (document.errors.length > 0)
    throw refused(document.errors.map(({ message, pos }) => ({ offset: pos[0], why: message })));

  const unset = fillIn(document, reader.env);
  resolvePaths(document, dirname(file));
  const parsed = settingsSchema(reader.profile).safeParse(valueOf(document, file));
  const isFilled = ({ node }: { readonly node: unknown }): boolean => !unset.has(node);
  const problems = [
    ...[...unset].map(([node, name]) => ({ offset: offsetOf(node), why: `the environment has no ${name}` })),
    ...placed(document, parsed.error?.issues ?? []).filter(isFilled),
    ...problemsOfPlace(document, reader).filter(isFilled),
  ];
  if (problems.length > 0 || !parsed.success) throw refused(problems);
  return parsed.data;
}

/** Puts the variables of the environment in their places; gives the texts with one that is not there, and its name. */
function fillIn(document: Document, env: Environment): ReadonlyMap<unknown, string> {
  const unset = new Map<unknown, string>();
  visit(document, {
    Scalar: (key, node) => {
      // What stands in a message must be no secret.
      if (key === 'key' || typeof node.value !== 'string') return;
      const isAlone = node.type === 'PLAIN' && ALONE.test(node.value);
      const filled = node.value.replace(VARIABLE, (written, name: string) => {
        const value = env[name];
        if (!value) unset.set(node, name);
        return value || written;
      });
      // Without quotes it may be a number, or true or false.
      const read: unknown = isAlone && NO_TEXT.test(filled) ? parse(filled) : filled;
      node.value = read;
    },
  });
  return unset;
}

/** @throws ConfigError where aliases lead nowhere, or to far too much */
function valueOf(document: Document, file: string): unknown {
  try {
    return withoutNothing(document.toJS() ?? {});
  } catch (error) {
    throw new ConfigError([`${file}: ${(error as Error).message}`]);
  }
}

/** A key with nothing behind it says nothing: all below it may be commented out. */
function withoutNothing(value: unknown): unknown {
  if (!isRecord(value)) return value;
  const said = Object.entries(value).filter(([, member]) => member !== null);
  return Object.fromEntries(said.map(([name, member]) => [name, withoutNothing(member)]));
}

/** What is wrong with settings where they are: with files that they name, or with what they need of the process. */
function problemsOfPlace(document: Document, { hasBus }: SettingsReader): (Problem & { readonly node: Scalar })[] {
  const bus = hasBus ? [] : usesOfBus(document).map((use) => ({ ...use, why: 'there is no event bus: set NATS_URL' }));
  return [...problemsOfFiles(document), ...bus].map(({ path, node, why }) => ({
    node,
    offset: offsetOf(node),
    why: `${path.join('.')}: ${why}`,
  }));
}

/** Each where the innermost part of its path is that the document has. */
function placed(document: Document, issues: readonly z.core.$ZodIssue[]): (Problem & { readonly node: unknown })[] {
  const nodeAt = (path: readonly PropertyKey[]): unknown => {
    for (let length = path.length; length > 0; length--) {
      const node: unknown = document.getIn(path.slice(0, length), true);
      if (offsetOf(node) !== undefined) return node;
    }
    return undefined;
  };
  return issues.flatMap(problemsOf).map(([path, why]) => {
    const node = nodeAt(path);
    return { node, offset: offsetOf(node), why: path.length > 0 ? `${path.join('.')}: ${why}` : why };
  });
}

function offsetOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}

/** An unknown key is a problem of its own, and is placed there. */
function problemsOf(issue: z.core.$ZodIssue): (readonly [path: readonly PropertyKey[], why: string])[] {
  if (issue.code !== 'unrecognized_keys') return [[issue.path, issue.message]];
  return issue.keys.map((key) => [[...issue.path, key], 'there is no such setting']);
}

/** Settings with others put above them: objects are merged, all else is replaced. */
export function withOverrides(settings: Settings, overrides: SettingsInput): Settings {
  return merged(settings, overrides) as Settings;
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
