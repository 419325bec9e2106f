/** What `details` knows of the item that all events are about. */
export const details = {
  headline: 'A sturdy light chair that came well packed',
  colour: 'warm wood',
  price: 499,
  stock: 12,
  weight: 100,
  /** Long, so that it fills the buffers of whoever does not read. */
  text: 'one leg was loose '.repeat(6_000),
};

export const ITEM_ID = 'item-1';

const SHORT = ['colour', 'price', 'stock', 'weight'] as const;

/** A subscription of a client, and what it gets for an event. */
export interface Subscribed {
  readonly query: string;
  dataOf(number: number): string;
}

/** One that many clients have in common. */
export function equalSubscription(): Subscribed {
  return subscriptionTo('headline', ['colour', 'price']);
}

/** One that no other client has: another alias, and other fields. */
export function ownSubscription(client: number): Subscribed {
  return subscriptionTo(
    `headline${client}`,
    SHORT.filter((_, bit) => (client >> bit) % 2 === 1),
  );
}

/** What abusers subscribe to. */
export const LONG_SUBSCRIPTION = 'subscription { changed { number text } }';

function subscriptionTo(alias: string, fields: readonly (typeof SHORT)[number][]): Subscribed {
  const headline = alias === 'headline' ? alias : `${alias}: headline`;
  const values = Object.fromEntries(fields.map((field) => [field, details[field]]));
  const rest = JSON.stringify({ [alias]: details.headline, ...values }).slice(1);
  return {
    query: `subscription { changed { number ${[headline, ...fields].join(' ')} } }`,
    dataOf: (number) => `"data":{"changed":{"number":${number},${rest}}`,
  };
}
