import { RetryDeliveriesDocument, type SharingProgressFragment } from '../../generated/operations.ts';
import { Form } from '../forms/form.tsx';
import { Instant } from '../forms/instant.tsx';
import { useKeyedAction } from '../graph/use-action.ts';
import { DeliveryLine } from './delivery-line.tsx';
import { sharingStates } from './words.ts';

interface SharedPostProps {
  readonly post: {
    readonly id: string;
    readonly text: string;
    readonly createdAt: string;
    readonly sharing: SharingProgressFragment;
  };
}

/** A post with where its copies stand; those that failed can be tried again. */
export function SharedPost({ post: { id, text, createdAt, sharing } }: SharedPostProps) {
  const retry = useKeyedAction(RetryDeliveriesDocument, (data) => data.retryDeliveries);
  const title = text === '' ? 'A photo' : `“${text.length > 80 ? `${text.slice(0, 79)}…` : text}”`;

  async function submit(): Promise<void> {
    await retry.run({ postId: id });
  }

  return (
    <li>
      <p>
        {title}, <Instant at={createdAt} />
      </p>
      <p aria-live="polite">{sharingStates[sharing.state]}</p>
      <ul>
        {sharing.deliveries.map((delivery) => (
          <DeliveryLine key={delivery.id} delivery={delivery} />
        ))}
      </ul>
      {sharing.deliveries.some(({ state }) => state === 'FAILED') && (
        <Form
          label={`Try the failed copies of ${title} again`}
          submit="Try the failed copies again"
          onSubmit={submit}
          action={retry}
        />
      )}
    </li>
  );
}
