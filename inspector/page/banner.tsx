import type { Live } from './live.ts';
import { CopyIcon } from './icons.tsx';
import { Copy } from './copy.tsx';

/** What is wrong, and what to do; what is known stays on the page. */
export function Banner({ live }: { readonly live: Live }) {
  const { trouble, paused } = live;
  if (trouble) {
    const isSignIn = trouble.code === 'no-credentials';
    return (
      <div class="banner" role="alert">
        <span>
          {trouble.message} {live.rows.length > 0 && 'What is shown is from before.'}
        </span>
        {isSignIn && (
          <span class="command">
            <code>aws sso login</code>
            <Copy text="aws sso login" label="Copy the command">
              <CopyIcon />
            </Copy>
          </span>
        )}
        <button type="button" onClick={live.retry}>
          Try again
        </button>
      </div>
    );
  }
  if (paused !== 'nobody here') return null;
  return (
    <div class="banner calm" role="status">
      <span>Paused: nobody was here for half an hour.</span>
      <button type="button" onClick={() => live.pause(false)}>
        Resume
      </button>
    </div>
  );
}
