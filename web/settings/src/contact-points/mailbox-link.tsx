/** Where mail goes that is never sent: in development the gateway names it in the head of the page. */
export function MailboxLink() {
  const address = document.querySelector<HTMLMetaElement>('meta[name="mailbox"]')?.content;
  if (address === undefined) return null;
  return (
    <p className="hint">
      In development no mail leaves this machine:{' '}
      <a href={address} target="_blank" rel="noreferrer">
        open the mailbox (in a new tab)
      </a>
    </p>
  );
}
