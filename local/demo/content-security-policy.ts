/** What the pages may do, by file name; other files get what any page gets. */
const EXCEPTIONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'iframe.html': { 'frame-src': "'self'" },
  // The frame talks to its page only, and to no server.
  'frame.html': { 'connect-src': "'none'", 'frame-ancestors': "'self'" },
};

/**
 * The Content-Security-Policy under which a page with the widget works. A page with Smile's own script
 * has to add its hosts: https://web.smileapi.io to `script-src`, and what the script itself uses.
 */
export function policyOf(name: string, widgetUrl: string): string {
  const directives = {
    'default-src': "'none'",
    'script-src': "'self'",
    'style-src': "'self'",
    'connect-src': `'self' ${widgetUrl}`,
    'img-src': "'self' data:",
    'base-uri': "'none'",
    'form-action': "'none'",
    'frame-ancestors': "'none'",
    ...EXCEPTIONS[name],
  };
  return Object.entries(directives)
    .map(([directive, sources]) => `${directive} ${sources}`)
    .join('; ');
}
