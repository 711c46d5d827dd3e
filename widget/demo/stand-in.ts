import type { CallbackName } from '../../lambdas/smile/widget.ts';
import { type Shape, shapesOf } from './shapes.ts';

/**
 * A stand-in for Smile's script: `SmileLinkModal` with its constructor and `open()`, which is all that is
 * documented of it (Smile docs, Account Linking). In place of the screens it shows a button for every
 * callback in every shape. `smileStandIn` does the same for tests.
 */

type Callbacks = Partial<Record<CallbackName, (...args: readonly unknown[]) => unknown>>;

interface Options extends Callbacks {
  readonly userToken: string;
  readonly templateId?: string;
}

/** What tests look at, and how they press buttons. */
interface StandIn {
  /** Tokens that widgets were opened with, oldest first. */
  readonly tokens: string[];
  /** Of the widget that is open. */
  fire(callback: CallbackName, ...args: readonly unknown[]): void;
  /** All shapes, in the order of the list. */
  readonly shapes: readonly Shape[];
  fireShape(index: number): void;
  isOpen(): boolean;
}

// The token says nothing of its user; here the page's address does.
const userId = new URL(location.href).searchParams.get('user') ?? 'u-1';
const accountId = `a-${crypto.getRandomValues(new Uint32Array(1))[0]?.toString(16)}`;
const shapes = shapesOf({ userId, accountId, providerId: 'grab' });

let open: { readonly options: Options; readonly panel: HTMLElement } | undefined;

class StandInModal {
  readonly #options: Options;

  constructor(options: Options) {
    if (typeof options?.userToken !== 'string' || options.userToken === '') {
      throw new TypeError('SmileLinkModal needs a userToken, which is text.');
    }
    this.#options = options;
  }

  open(): void {
    // A second widget covers the first one.
    open?.panel.remove();
    open = { options: this.#options, panel: panelOf(shapes) };
    document.body.append(open.panel);
    standIn.tokens.push(this.#options.userToken);
    open.panel.querySelector('button')?.focus();
  }
}

const standIn: StandIn = {
  tokens: [],
  shapes,
  fire(callback, ...args) {
    const { options, panel } = open ?? {};
    if (callback === 'onClose') {
      panel?.remove();
      open = undefined;
    }
    options?.[callback]?.(...args);
  },
  fireShape(index) {
    const { callback, args } = shapes[index] as Shape;
    standIn.fire(callback, ...args);
  },
  isOpen: () => open !== undefined,
};

function panelOf(all: readonly Shape[]): HTMLElement {
  const panel = element('aside', 'stand-in', '');
  panel.setAttribute('role', 'dialog');
  panel.setAttribute('aria-label', 'Stand-in for the Wink Widget');
  const cross = button('✕', 'cross', () => standIn.fire('onClose', { reason: 'close' }));
  cross.setAttribute('aria-label', 'Close');
  const head = element('header', '', '');
  head.append(element('h2', '', 'Wink Widget, a stand-in'), cross);
  const hint = 'Each button fires a callback, with an argument as it has been seen in the wild.';
  panel.append(head, element('p', 'hint', hint), ...groupsOf(all));
  return panel;
}

function groupsOf(all: readonly Shape[]): HTMLElement[] {
  const names = [...new Set(all.map(({ callback }) => callback))];
  return names.map((name) => {
    const group = document.createElement('details');
    group.open = name === 'onAccountConnected' || name === 'onClose';
    const buttons = element('div', 'buttons', '');
    buttons.append(
      ...all
        .filter(({ callback }) => callback === name)
        .map(({ label, args }) => button(label, '', () => standIn.fire(name, ...args))),
    );
    group.append(element('summary', '', name), buttons);
    return group;
  });
}

function button(text: string, className: string, onClick: () => void): HTMLButtonElement {
  const made = document.createElement('button');
  made.type = 'button';
  made.textContent = text;
  made.className = className;
  made.addEventListener('click', onClick);
  return made;
}

function element(name: string, className: string, text: string): HTMLElement {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}

Object.assign(globalThis, { SmileLinkModal: StandInModal, smileStandIn: standIn });
