/** Opens a page. A machine without a browser has the address in its terminal. */
export async function openInBrowser(url: string): Promise<void> {
  const { default: open } = await import('open');
  await open(url).catch(() => undefined);
}
