import { describe, expect, it } from 'vitest';
import { isWinkFrameMessage } from '../../../widget/index.ts';

const contentWindow = {} as Window;
const another = {} as Window;

describe('a message', () => {
  it('from the frame’s window is the frame’s', () => {
    expect(isWinkFrameMessage({ source: contentWindow }, { contentWindow })).toBe(true);
  });

  it('from any other window is not, though the origin of both is "null"', () => {
    expect(isWinkFrameMessage({ source: another }, { contentWindow })).toBe(false);
  });

  it('without a source is not, also when the frame is gone and has no window', () => {
    expect(isWinkFrameMessage({ source: null }, { contentWindow: null })).toBe(false);
    expect(isWinkFrameMessage({ source: null }, null)).toBe(false);
    expect(isWinkFrameMessage({ source: contentWindow }, undefined)).toBe(false);
  });
});
