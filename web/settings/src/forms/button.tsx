import type { ReactNode, Ref } from 'react';

interface ButtonProps {
  readonly children: ReactNode;
  readonly type?: 'button' | 'submit';
  /** Whether what it began is being done. */
  readonly isBusy?: boolean;
  /** Less in the foreground than others. */
  readonly isQuiet?: boolean;
  /** Whether what it opens is open. */
  readonly isExpanded?: boolean;
  readonly onClick?: () => void;
  readonly ref?: Ref<HTMLButtonElement>;
}

/** A button that keeps the focus while what it began is being done. */
export function Button({
  children,
  type = 'button',
  isBusy = false,
  isQuiet = false,
  isExpanded,
  onClick,
  ref,
}: ButtonProps) {
  return (
    <button
      ref={ref}
      type={type}
      className={isQuiet ? 'quiet' : undefined}
      aria-disabled={isBusy}
      aria-expanded={isExpanded}
      onClick={isBusy ? undefined : onClick}
    >
      {children}
    </button>
  );
}
