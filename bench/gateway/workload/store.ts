// What all subgraphs read; an object has every field that any of them answers.
import { textOf } from './text.ts';

/** What a representation of a product carries for fields that require others. */
interface Given {
  readonly price?: number | null;
  readonly weight?: number | null;
}

const USERS = 200;
const people = ['Ada Winter', 'Ben Okafor', 'Carla Mendes', 'Dmitri Holt', 'Elif Arslan', 'Farid Lindqvist'];
const goods = [
  { name: 'Table', price: 899, weight: 100, inStock: true },
  { name: 'Couch', price: 1_299, weight: 1_000, inStock: false },
  { name: 'Glass', price: 15, weight: 20, inStock: false },
  { name: 'Chair', price: 499, weight: 100, inStock: false },
  { name: 'TV', price: 1_299, weight: 1_000, inStock: true },
  { name: 'Lamp', price: 6_999, weight: 300, inStock: true },
  { name: 'Grill', price: 3_999, weight: 2_000, inStock: true },
  { name: 'Fridge', price: 100_000, weight: 6_000, inStock: false },
  { name: 'Sofa', price: 9_999, weight: 800, inStock: true },
];
/** The reviews that the workload is known for: which product, and how long. */
const firstReviews = [
  ...[445, 288, 275, 143].map((length) => ({ upc: 1, length })),
  ...[445, 288, 275, 143].map((length) => ({ upc: 2, length })),
  { upc: 3, length: 143 },
  ...[143, 868].map((length) => ({ upc: 4, length })),
];
const REVIEWS_OF_OTHERS = 4;

/** The root fields. */
export const query = {
  me: () => user(1),
  user: ({ id }: { readonly id: string }) => (isUser(Number(id)) ? user(Number(id)) : null),
  users: () => people.map((_, index) => user(index + 1)),
  topProducts: ({ first }: { readonly first: number }) => upTo(first).map((upc) => product(upc)),
  orders: ({ first }: { readonly first: number }) => upTo(first).map(order),
  offers: ({ first }: { readonly first: number }) => upTo(first).map(offer),
  trending: () => [7, 4, 9].map((upc) => product(upc)),
};

/** Objects by type and key, as a representation names them. */
export const entities: Readonly<Record<string, (representation: Given & Record<string, unknown>) => object>> = {
  Product: (representation) => product(Number(representation['upc']), representation),
  User: ({ id }) => user(Number(id)),
  Review: ({ id }) => review(Number(id)),
  Order: ({ id }) => order(Number(id)),
  Offer: ({ id }) => offer(Number(id)),
};

function user(id: number) {
  const name = people[id - 1] ?? `Person ${id}`;
  return {
    id,
    name,
    username: name.toLowerCase().replace(' ', '.'),
    birthday: 600_000_000 + id * 86_400,
    reviews: () => [review(1), review(2)],
    orders: () => [order(id), order(id + 1)],
    recommended: () => [product(1 + (id % 9)), product(1 + ((id + 4) % 9))],
  };
}

function product(upc: number, given?: Given) {
  const own = goods[upc - 1] ?? { name: `Thing ${upc}`, price: upc * 7, weight: upc * 3, inStock: upc % 3 > 0 };
  const { price, weight } = { price: given?.price ?? own.price, weight: given?.weight ?? own.weight };
  return {
    ...own,
    upc: String(upc),
    shippingEstimate: price > 1_000 ? 0 : Math.floor(weight / 2),
    reviews: () => reviewsOf(upc).map(review),
    offers: () => [offer(upc)],
    orders: () => [order(upc)],
    related: () => [product(1 + (upc % 9)), product(1 + ((upc + 2) % 9))],
  };
}

function reviewsOf(upc: number): number[] {
  if (upc > goods.length) return upTo(REVIEWS_OF_OTHERS).map((count) => upc * 100 + count);
  return firstReviews.flatMap((one, index) => (one.upc === upc ? [index + 1] : []));
}

function review(id: number) {
  const first = firstReviews[id - 1];
  const upc = first?.upc ?? Math.floor(id / 100);
  return {
    id,
    body: textOf(id, first?.length ?? 330 + (id % 200)),
    helpfulness: id % 100,
    // The known reviews are all by one person.
    author: () => user(first ? 1 : 1 + (id % USERS)),
    product: () => product(upc),
  };
}

function order(id: number) {
  return {
    id,
    quantity: 1 + (id % 5),
    buyer: () => user(1 + (id % people.length)),
    product: () => product(1 + (id % goods.length)),
  };
}

function offer(id: number) {
  return { id, percent: 5 + (id % 30), product: () => product(1 + (id % goods.length)) };
}

function isUser(id: number): boolean {
  return Number.isInteger(id) && id >= 1 && id <= USERS;
}

function upTo(last: number): number[] {
  return Array.from({ length: last }, (_, index) => index + 1);
}
