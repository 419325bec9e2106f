import type { GraphQLError } from 'graphql';
import { unauthorisedField } from '../authorise/unauthorised-field.ts';
import type { CompositeShape, FieldShape, ListShape, ObjectShape, ValueShape, WithheldShape } from './shape.ts';

export type Path = readonly (string | number)[];

/** Takes up what completion finds wrong. */
export interface Findings {
  /** Whether errors so far tell why the value there is null. */
  isExplained(path: Path): boolean;
  report(error: GraphQLError): void;
  /** Takes note of a value. @throws GraphQLError when there are too many */
  visit(): void;
  /** Makes an error of a place and what is wrong there. */
  errorAt(path: Path, problem: string): GraphQLError;
}

type Completed = Record<string, unknown>;

/** Stands for a null that may not be: the object around it becomes null instead. */
const FORBIDDEN_NULL = Symbol('forbidden null');

/**
 * Completes data as the specification says: invalid values become null with an error, a null that a type forbids makes the
 * next object that may be null null. The careful way, for data in which the writer has found something wrong.
 */
export function completeData(shape: ObjectShape, data: unknown, findings: Findings): Completed | null {
  const completed = completeObject(shape, data as Completed, [], findings);
  return completed === FORBIDDEN_NULL ? null : completed;
}

/** Whether a field's value makes the object around it null. */
export function isForbidden(field: FieldShape, data: unknown, findings: Findings): boolean {
  return completeField('', field, data as Completed, [], findings) === FORBIDDEN_NULL;
}

function completeObject(
  shape: ObjectShape,
  object: Completed,
  path: Path,
  findings: Findings,
): Completed | typeof FORBIDDEN_NULL {
  const completed = Object.create(null) as Completed;
  let isNull = false;
  for (const field of shape.fields) {
    const value = completeField(shape.typeName, field, object, path, findings);
    if (value === FORBIDDEN_NULL) isNull = true;
    else completed[field.clientKey] = value;
  }
  return isNull ? FORBIDDEN_NULL : completed;
}

function completeField(
  typeName: string,
  field: FieldShape,
  object: Completed,
  path: Path,
  findings: Findings,
): unknown {
  const place = { path: [...path, field.clientKey], name: `${typeName}.${field.fieldName}` };
  return completeValue(field.value, object[field.key], place, findings);
}

/** Where a value stands, and of which field. */
interface Place {
  readonly path: Path;
  readonly name: string;
}

function completeValue(shape: ValueShape, value: unknown, place: Place, findings: Findings): unknown {
  findings.visit();
  if (shape.kind === 'withheld') {
    findings.report(unauthorisedField(place.path));
    return shape.isNonNull ? FORBIDDEN_NULL : null;
  }
  const completed = value == null && shape.kind !== 'typeName' ? null : completePresent(shape, value, place, findings);
  if (completed !== null && completed !== FORBIDDEN_NULL) return completed;
  if (!shape.isNonNull) return null;
  if (completed === null && !findings.isExplained(place.path))
    findings.report(findings.errorAt(place.path, `Cannot return null for non-nullable field ${place.name}.`));
  return FORBIDDEN_NULL;
}

/** @returns null for a value that is wrong, which is reported */
function completePresent(
  shape: Exclude<ValueShape, WithheldShape>,
  value: unknown,
  place: Place,
  findings: Findings,
): unknown {
  switch (shape.kind) {
    case 'typeName':
      return shape.typeName;
    case 'ready':
      return value;
    case 'list':
      return completeList(shape, value, place, findings);
    case 'composite':
      return completeComposite(shape, value, place, findings);
    case 'leaf': {
      const text = shape.textOf(value);
      if (text !== undefined) return JSON.parse(text) as unknown;
      return wrong(place, `A value of ${place.name} is no ${shape.typeName}.`, findings);
    }
  }
}

function completeList({ item }: ListShape, value: unknown, { path, name }: Place, findings: Findings): unknown {
  if (!Array.isArray(value)) return wrong({ path, name }, `The value of ${name} is no list.`, findings);
  const items = value.map((each: unknown, index) =>
    completeValue(item, each, { path: [...path, index], name }, findings),
  );
  return items.includes(FORBIDDEN_NULL) ? FORBIDDEN_NULL : items;
}

function completeComposite(shape: CompositeShape, value: unknown, place: Place, findings: Findings): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return wrong(place, `A value of ${place.name} is no object.`, findings);
  const object = value as Completed;
  const inner = shape.shapeOf(object['__typename']);
  // That it has no type may be for want of what an error tells of already.
  if (!inner && findings.isExplained(place.path)) return null;
  if (!inner) return wrong(place, `An object of ${place.name} is not of the type ${shape.typeName}.`, findings);
  return completeObject(inner, object, place.path, findings);
}

function wrong({ path }: Place, problem: string, findings: Findings): null {
  findings.report(findings.errorAt(path, problem));
  return null;
}
