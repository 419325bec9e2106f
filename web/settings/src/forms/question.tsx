import { type ReactNode, useRef, useState } from 'react';
import type { Problem } from '../graph/action.ts';
import { Arrival } from './arrival.tsx';
import { Button } from './button.tsx';
import { Form } from './form.tsx';

interface QuestionProps {
  /** The words of the button that asks it. */
  readonly ask: ReactNode;
  /** What is about to be done, told to screen readers. */
  readonly label: string;
  /** The words of the button that says yes. */
  readonly yes: string;
  /** The words of the button that says no. */
  readonly no: string;
  readonly onYes: () => Promise<void>;
  readonly isBusy: boolean;
  readonly problems: readonly Problem[];
  readonly failure: string | undefined;
  /** The question, with what a yes does. */
  readonly children: ReactNode;
}

/** Asks before something is done that can't be taken back. */
export function Question({ ask, label, yes, no, onYes, isBusy, problems, failure, children }: QuestionProps) {
  const asking = useRef<HTMLButtonElement>(null);
  const [isOpen, setIsOpen] = useState(false);

  function close(): void {
    setIsOpen(false);
    asking.current?.focus();
  }

  return (
    <>
      <Button isQuiet ref={asking} isExpanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
        {ask}
      </Button>
      {isOpen && (
        <Arrival label={label}>
          {children}
          <Form
            {...{ label, isBusy, problems, failure }}
            submit={yes}
            onSubmit={onYes}
            more={
              <Button isQuiet onClick={close}>
                {no}
              </Button>
            }
          />
        </Arrival>
      )}
    </>
  );
}
