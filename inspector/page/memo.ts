import { Component, type ComponentChild, createElement, type FunctionComponent } from 'preact';

/** Draws a component again only if one of its properties is another one. It always has the same ones. */
export function memo<P extends object>(draw: (props: P) => ComponentChild): FunctionComponent<P> {
  const Drawn = draw as FunctionComponent<P>;
  class Memo extends Component<P> {
    override shouldComponentUpdate(next: P): boolean {
      for (const name in next) if (next[name] !== (this.props as P)[name]) return true;
      return false;
    }
    override render(props: P) {
      return createElement(Drawn, props);
    }
  }
  return Memo as unknown as FunctionComponent<P>;
}
