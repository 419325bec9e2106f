import { type ReactNode, useRef, useState } from 'react';
import type { ActionState } from '../graph/action.ts';
import { Arrival } from './arrival.tsx';
import { Button } from './button.tsx';
import { Form } from './form.tsx';

interface QuestionProps {
  /** What is about to be done: `Remove`. */
  readonly verb: string;
  /** To what, told to screen readers: the name stands beside the button. */
  readonly what: string;
  readonly onYes: () => Promise<void>;
  /** What a yes began. */
  readonly action: ActionState;
  /** The question, with what a yes does. */
  readonly children: ReactNode;
}

/** Asks before something is done that can't be taken back. */
export function Question({ verb, what, onYes, action, children }: QuestionProps) {
  const asking = useRef<HTMLButtonElement>(null);
  const [isOpen, setIsOpen] = useState(false);
  const label = `${verb} ${what}?`;

  function close(): void {
    setIsOpen(false);
    asking.current?.focus();
  }

  return (
    <>
      <Button isQuiet ref={asking} isExpanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
        {verb}
        <span className="unseen"> {what}</span>
      </Button>
      {isOpen && (
        <Arrival label={label}>
          {children}
          <Form
            label={label}
            submit={`${verb} it`}
            onSubmit={onYes}
            action={action}
            more={
              <Button isQuiet onClick={close}>
                Keep it
              </Button>
            }
          />
        </Arrival>
      )}
    </>
  );
}
