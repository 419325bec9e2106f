import { type ReactNode, useEffect, useRef } from 'react';

/** A piece of the page that takes the focus when it appears, so that it is read out and the keyboard goes on from there. */
export function Arrival({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  const group = useRef<HTMLElement>(null);
  useEffect(() => group.current?.focus(), []);
  return (
    <section ref={group} aria-label={label} tabIndex={-1} className="arrival">
      {children}
    </section>
  );
}
