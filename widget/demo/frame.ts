import { CALLBACKS, type CallbackName } from '../../lambdas/smile/widget.ts';

/** What the frame tells its page. */
export interface FrameMessage {
  readonly name: CallbackName | 'ready';
  readonly argument?: unknown;
}

declare const SmileLinkModal: new (options: object) => { open(): void };

/** In a sandbox `location.origin` is "null"; the address still tells who may listen. */
const page = new URL(location.href).origin;

function tell(message: FrameMessage): void {
  parent.postMessage(message, page);
}

/** Functions, as V1's updateToken, cannot be sent. */
function sendable(argument: unknown): unknown {
  return typeof argument === 'function' ? undefined : argument;
}

addEventListener('message', (event: MessageEvent<{ readonly userToken: string }>) => {
  if (event.source !== parent) return;
  const callbacks = CALLBACKS.map((name) => [
    name,
    (argument: unknown) => tell({ name, argument: sendable(argument) }),
  ]);
  const { userToken } = event.data;
  new SmileLinkModal({ userToken, ...Object.fromEntries(callbacks) }).open();
});

tell({ name: 'ready' });
