import { type ReactNode, useId } from 'react';

interface SelectFieldProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  /** What there is to choose from, in words. */
  readonly options: Readonly<Record<Value, string>>;
  readonly onChange: (value: Value) => void;
  readonly isBusy?: boolean;
  /** Stands below it. */
  readonly children?: ReactNode;
}

/** A choice of one from a few. */
export function SelectField<Value extends string>({
  label,
  value,
  options,
  onChange,
  isBusy = false,
  children,
}: SelectFieldProps<Value>) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        value={value}
        aria-disabled={isBusy}
        onChange={({ target }) => {
          if (!isBusy) onChange(target.value as Value);
        }}
      >
        {Object.entries<string>(options).map(([option, words]) => (
          <option key={option} value={option}>
            {words}
          </option>
        ))}
      </select>
      {children}
    </div>
  );
}
