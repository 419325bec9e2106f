import type { Problem } from '../graph/action.ts';
import { Instant } from './instant.tsx';

/** Problems in the words of the graph, with the time from which waiting helps. */
export function ProblemList({ id, problems }: { readonly id?: string; readonly problems: readonly Problem[] }) {
  return (
    <ul className="problems" id={id}>
      {problems.map(({ code, message, until }) => (
        <li key={`${code} ${message}`}>
          {message}
          {until && (
            <>
              {' '}
              Possible again from <Instant at={until} />.
            </>
          )}
        </li>
      ))}
    </ul>
  );
}
