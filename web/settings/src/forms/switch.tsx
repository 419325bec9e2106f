import { useId } from 'react';

interface SwitchProps {
  readonly label: string;
  readonly hint: string;
  readonly isOn: boolean;
  readonly isBusy: boolean;
  readonly onChange: (isOn: boolean) => void;
}

/** Something that is on or off. It stands as the graph says, and moves when the graph has answered. */
export function Switch({ label, hint, isOn, isBusy, onChange }: SwitchProps) {
  const id = useId();
  return (
    <div className="choice">
      <input
        id={id}
        type="checkbox"
        role="switch"
        aria-checked={isOn}
        aria-describedby={`${id}-hint`}
        aria-disabled={isBusy}
        checked={isOn}
        onChange={({ target }) => {
          if (!isBusy) onChange(target.checked);
        }}
      />
      <label htmlFor={id}>{label}</label>
      <p className="hint" id={`${id}-hint`}>
        {hint}
      </p>
    </div>
  );
}
