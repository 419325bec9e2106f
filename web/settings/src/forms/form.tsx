import { type ReactNode, type SubmitEvent, useEffect, useRef } from 'react';
import type { ActionState } from '../graph/action.ts';
import { Button } from './button.tsx';
import { Outcome } from './outcome.tsx';
import { otherProblems } from './problems-of.ts';

interface FormProps {
  /** What the form is for, told to screen readers. */
  readonly label: string;
  /** The words of its button, where they are others. */
  readonly submit?: string;
  readonly onSubmit: () => Promise<void>;
  /** What sending it began. */
  readonly action: ActionState;
  /** The input fields that tell themselves what is wrong with them. */
  readonly fields?: readonly string[];
  readonly children?: ReactNode;
  /** Stands beside the button. */
  readonly more?: ReactNode;
}

/** A form that sends itself once at a time, tells what is wrong, and leads to the first field that is. */
export function Form({ label, submit = label, onSubmit, action, fields = [], children, more }: FormProps) {
  const { isBusy, problems, failure } = action;
  const form = useRef<HTMLFormElement>(null);
  const wasBusy = useRef(false);

  useEffect(() => {
    if (wasBusy.current && !isBusy) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
    wasBusy.current = isBusy;
  }, [isBusy]);

  function send(event: SubmitEvent): void {
    event.preventDefault();
    if (!isBusy) void onSubmit();
  }

  return (
    <form ref={form} aria-label={label} onSubmit={send} noValidate>
      {children}
      <div className="actions">
        <Button type="submit" isBusy={isBusy}>
          {submit}
        </Button>
        {more}
      </div>
      <Outcome problems={otherProblems(problems, fields)} failure={failure} />
    </form>
  );
}
