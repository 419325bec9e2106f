import { useCallback, useEffect, useId, useRef } from 'react';
import { Field } from '../forms/field.tsx';
import type { Problem } from '../graph/action.ts';
import type { ChosenPhoto } from './upload.ts';

interface PhotoFieldProps {
  readonly label: string;
  readonly value: ChosenPhoto | undefined;
  readonly onChange: (photo: ChosenPhoto | undefined) => void;
  readonly isDisabled?: boolean;
  readonly hint?: string | undefined;
  readonly problems?: readonly Problem[];
}

/** A field for one photo, with its preview and a field for its words. */
export function PhotoField({ label, value, onChange, isDisabled = false, hint, problems = [] }: PhotoFieldProps) {
  const altId = useId();
  const input = useRef<HTMLInputElement>(null);
  // What a file field holds is no property of it; it can only be emptied.
  useEffect(() => {
    if (value === undefined && input.current) input.current.value = '';
  }, [value]);
  return (
    <>
      <Field
        ref={input}
        label={label}
        type="file"
        accept="image/jpeg,image/png,image/webp,image/avif"
        disabled={isDisabled}
        hint={hint}
        problems={problems}
        onChange={({ target }) => onChange(target.files?.[0] && { file: target.files[0], altText: '' })}
      />
      {value !== undefined && (
        <div className="field">
          <Preview file={value.file} />
          <label htmlFor={altId}>What can be seen on it</label>
          <input
            id={altId}
            maxLength={1000}
            value={value.altText}
            onChange={({ target }) => onChange({ ...value, altText: target.value })}
          />
          <p className="hint">For people who can’t see it.</p>
        </div>
      )}
    </>
  );
}

function Preview({ file }: { readonly file: File }) {
  const show = useCallback(
    (image: HTMLImageElement) => {
      const address = URL.createObjectURL(file);
      image.src = address;
      return () => URL.revokeObjectURL(address);
    },
    [file],
  );
  return <img ref={show} className="preview" alt="As you chose it" />;
}
