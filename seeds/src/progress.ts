const WIDTH = 40;

/** Where progress is shown; `process.stderr` fits. */
export interface Screen {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** Shows how much is done, from 0 to 1: a bar that grows at a terminal, else a line for every tenth. */
export function createProgress(screen: Screen): (done: number) => void {
  let shown = -1;
  const show = screen.isTTY === true ? showBar : showLine;
  const steps = screen.isTTY === true ? 200 : 10;
  return (done) => {
    const step = Math.floor(done * steps);
    if (step <= shown) return;
    shown = step;
    show(screen, done);
  };
}

function showBar(screen: Screen, done: number): void {
  const full = Math.round(done * WIDTH);
  screen.write(`\r${'█'.repeat(full)}${'░'.repeat(WIDTH - full)} ${percent(done)}${done >= 1 ? '\n' : ''}`);
}

function showLine(screen: Screen, done: number): void {
  screen.write(`${percent(done)} of the people are written\n`);
}

function percent(done: number): string {
  return `${Math.floor(done * 100)}%`.padStart(4);
}
