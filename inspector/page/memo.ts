import { Component, type ComponentChild, createElement, type FunctionComponent } from 'preact';

/** Draws a component again only if one of its properties is another one. */
export function memo<P extends object>(draw: (props: P) => ComponentChild): FunctionComponent<P> {
  const Drawn = draw as FunctionComponent<P>;
  class Memo extends Component<P> {
    override shouldComponentUpdate(next: P): boolean {
      const names = new Set([...Object.keys(next), ...Object.keys(this.props)]) as Set<keyof P>;
      return [...names].some((name) => next[name] !== (this.props as P)[name]);
    }
    override render(props: P) {
      return createElement(Drawn, props);
    }
  }
  return Memo as unknown as FunctionComponent<P>;
}
