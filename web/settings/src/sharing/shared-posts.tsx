import { useQuery } from '@apollo/client/react';
import { useState } from 'react';
import { SharedPostsDocument } from '../../generated/operations.ts';
import { Missing } from '../forms/missing.tsx';
import { SharedPost } from './shared-post.tsx';

const POLL_MS = 2_000;

/** The latest posts of the signed-in account that were carried to others, followed while copies are on their way. */
export function SharedPosts() {
  const [isMoving, setIsMoving] = useState(false);
  const { data, error } = useQuery(SharedPostsDocument, { errorPolicy: 'all', pollInterval: isMoving ? POLL_MS : 0 });
  const user = data?.viewer?.user;
  const isAnyMoving = user?.posts.nodes.some(({ sharing }) => sharing?.state === 'SHARING') ?? false;
  if (isAnyMoving !== isMoving) setIsMoving(isAnyMoving);
  if (!user) return <Missing error={error} />;
  const posts = user.posts.nodes.flatMap(({ sharing, ...post }) =>
    sharing && sharing.deliveries.length > 0 ? [{ ...post, sharing }] : [],
  );
  return (
    <>
      <h3>Posts that were shared</h3>
      {posts.length === 0 && <p>None yet.</p>}
      <ul className="posts">
        {posts.map((post) => (
          <SharedPost key={post.id} post={post} />
        ))}
      </ul>
    </>
  );
}
