import type { Account } from './center.ts';

/** An account's photo, or its first letter. Its name stands beside it, so it says only what somebody wrote about it. */
export function AccountPhoto({ account: { app, profile } }: { readonly account: Account }) {
  const photo = profile?.photo;
  if (photo) return <img className="photo" src={photo.url} alt={photo.altText ?? ''} width={56} height={56} />;
  return (
    <span className="photo" aria-hidden="true">
      {(profile?.displayName ?? app.name).charAt(0).toUpperCase()}
    </span>
  );
}
