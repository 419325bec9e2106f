import { type SourceFile, visit } from './source-files.ts';

const roots = ['Query', 'Mutation', 'Subscription'];

/** A stretch of a file's text. */
interface Span {
  readonly start: number;
  readonly end: number;
}

interface Name extends Span {
  readonly name: string;
}

/**
 * Where fields of types below the roots use a service: a list can reach them, so they ask a loader, which asks once for all.
 * Looks at a map of resolvers by type, and at the functions of its file that it uses. Services are what the file's function is
 * given in its first argument, and whatever is called `services`.
 */
export function servicesInReads(file: SourceFile): string[] {
  const { types, functions, given, names } = partsOf(file);
  const within = (span: Span) => names.filter(({ start }) => start >= span.start && start < span.end);
  const found = types.flatMap((type) => {
    const spans: Span[] = [type];
    // Grows while it is walked.
    for (const span of spans) {
      const used = within(span).map(({ name }) => functions.get(name));
      spans.push(...used.filter((one) => one !== undefined && !spans.includes(one)).map((one) => one as Span));
    }
    const uses = spans.flatMap(within).filter(({ name }) => name === 'services' || given.has(name));
    return uses.map(({ name, start }) => `${file.path}:${file.lineAt(start)} ${type.name} uses ${name}`);
  });
  return [...new Set(found)];
}

function partsOf(file: SourceFile) {
  const types: Name[] = [];
  const functions = new Map<string, Span>();
  const given = new Set<string>();
  const all: Name[] = [];
  const labels = new Set<number>();
  visit(file, {
    FunctionDeclaration({ id, params, start, end }) {
      if (id === null) return;
      functions.set(id.name, { start, end });
      const [first] = params;
      if (!id.name.endsWith('Resolvers') || first?.type !== 'ObjectPattern') return;
      for (const property of first.properties)
        if (property.type === 'Property' && property.value.type === 'Identifier') given.add(property.value.name);
    },
    Property({ key, value, shorthand, computed }) {
      if (!shorthand && !computed) labels.add(key.start);
      if (key.type !== 'Identifier' || value.type !== 'ObjectExpression') return;
      if (/^[A-Z]/.test(key.name) && !roots.includes(key.name)) types.push({ name: key.name, ...spanOf(value) });
    },
    MemberExpression({ property, computed }) {
      if (!computed) labels.add(property.start);
    },
    Identifier: ({ name, start, end }) => void all.push({ name, start, end }),
  });
  const names = all.filter(({ name, start }) => name === 'services' || !labels.has(start));
  return { types, functions, given, names };
}

function spanOf({ start, end }: Span): Span {
  return { start, end };
}
