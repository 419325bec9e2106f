import type { Problem } from '../graph/action.ts';
import { ProblemList } from './problem-list.tsx';

interface OutcomeProps {
  readonly problems?: readonly Problem[];
  readonly failure?: string | undefined;
}

/** What went wrong, read out at once. */
export function Outcome({ problems = [], failure }: OutcomeProps) {
  return (
    <div role="alert">
      <ProblemList problems={problems} />
      {failure !== undefined && <p className="problems">{failure}</p>}
    </div>
  );
}
