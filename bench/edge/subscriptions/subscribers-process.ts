import { Subscribers, type SubscribersQuestion } from './subscribers.ts';

// Clients that subscribe, as their parent says.
const subscribers = new Subscribers();
process.on('message', (question: SubscribersQuestion) => {
  void subscribers.answer(question).then(
    (answer) => process.send?.(answer),
    (error: unknown) => process.send?.({ failure: String(error) }),
  );
});
process.once('disconnect', () => process.kill(process.pid));
process.send?.('ready');
