import { createReplayServer, type ReplayQuestion } from './replay-server.ts';

// All subgraphs in this process, which answers its parent's questions about them.
const { server, ask } = createReplayServer();
process.on('message', (question: ReplayQuestion) => process.send?.(ask(question)));
process.once('disconnect', () => process.kill(process.pid));
server.listen(Number(process.argv[2]), '127.0.0.1', () => process.send?.('ready'));
