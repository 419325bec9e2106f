import { Button } from '../forms/button.tsx';

interface AlternativesProps {
  /** The refusals, with usernames that every app would take. */
  readonly of: readonly { readonly alternatives: readonly string[] }[];
  /** Called with the one that was picked; where none can be picked, they are only told. */
  readonly onPick?: ((username: string) => void) | undefined;
}

/** Usernames near the refused one that are free in each app that takes part, be it one alone. */
export function Alternatives({ of, onPick }: AlternativesProps) {
  const usernames = [...new Set(of.flatMap(({ alternatives }) => alternatives))];
  if (usernames.length === 0) return null;
  if (onPick === undefined) return <p>Usernames that are free: {usernames.join(', ')}.</p>;
  return (
    <fieldset className="actions">
      <legend>Usernames that are free</legend>
      {usernames.map((username) => (
        <Button key={username} isQuiet onClick={() => onPick(username)}>
          {username}
        </Button>
      ))}
    </fieldset>
  );
}
