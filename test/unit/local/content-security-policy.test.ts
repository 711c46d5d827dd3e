import { describe, expect, it } from 'vitest';
import { policyOf } from '../../../local/demo/content-security-policy.ts';

const API = 'http://127.0.0.1:8788';

describe('the policy of a demo page', () => {
  it('allows the page’s own files and the widget’s API, and nothing else', () => {
    expect(policyOf('index.html', API).split('; ')).toEqual([
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      `connect-src 'self' ${API}`,
      "img-src 'self' data:",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ]);
  });

  it('lets one page have a frame, which may call nobody', () => {
    const page = policyOf('iframe.html', API);
    const frame = policyOf('frame.html', API);

    expect(page).toContain("frame-src 'self'");
    expect(frame).toContain("frame-ancestors 'self'");
    expect(frame).toContain("connect-src 'none'");
  });

  it.each(['index.html', 'iframe.html', 'frame.html', 'demo.js'])('is strict: %s', (name) => {
    expect(policyOf(name, API)).not.toMatch(/unsafe|\*|https?:\/\/(?!127\.0\.0\.1)/);
  });
});
