import { type ComponentProps, type ReactNode, useId } from 'react';
import type { Problem } from '../graph/action.ts';
import { ProblemList } from './problem-list.tsx';

interface FieldProps extends Omit<ComponentProps<'input'>, 'id'> {
  readonly label: string;
  /** Called with what stands in it from now on. */
  readonly onText?: (text: string) => void;
  readonly hint?: ReactNode;
  /** What is wrong with it. */
  readonly problems?: readonly Problem[];
}

/** An input with its label, its hint and what is wrong with it, all told to screen readers. */
export function Field({ label, onText, hint, problems = [], ...input }: FieldProps) {
  const id = useId();
  const isWrong = problems.length > 0;
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        onChange={onText && (({ target }) => onText(target.value))}
        {...input}
        id={id}
        aria-describedby={`${id}-hint ${id}-problems`}
        aria-invalid={isWrong}
        autoCapitalize="none"
        spellCheck={false}
      />
      <p className="hint" id={`${id}-hint`}>
        {hint}
      </p>
      <ProblemList id={`${id}-problems`} problems={problems} />
    </div>
  );
}
