import type { Published } from './use-composer.ts';

interface PublishedStatusProps {
  readonly published: Published | undefined;
  /** How the author is called. */
  readonly author: string;
}

/** Tells what became of the post that was just sent. */
export function PublishedStatus({ published, author }: PublishedStatusProps) {
  return <output>{published && wordsOf(published, author)}</output>;
}

function wordsOf({ post, sharing }: Published, author: string): string {
  if (post === null) return `Your post is kept. It appears as soon as the app of ${author} answers.`;
  if (!sharing || sharing.deliveries.length === 0) return 'Published.';
  return 'Published. Where its copies stand is told below.';
}
