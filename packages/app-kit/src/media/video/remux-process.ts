import { refusal } from '../refusal.ts';
import { type RemuxTask, remux } from './remux.ts';

// A process of its own, for one video: whatever a hostile container does to its reader ends with it.
process.once('message', (task: RemuxTask) => void answer(task));

async function answer(task: RemuxTask): Promise<void> {
  const result = await remux(task).catch(() => refusal('NOT_A_PICTURE_OR_VIDEO'));
  process.send?.(result, undefined, undefined, () => process.disconnect());
}
