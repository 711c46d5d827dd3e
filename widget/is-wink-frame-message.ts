/**
 * Whether a message comes from the frame that runs the widget. A frame that is sandboxed without
 * `allow-same-origin` has an opaque origin: `event.origin` is the string `null`, as it is for any other
 * such frame, and so only `event.source` tells who speaks (HTML Standard, 9.3.3 Posting messages).
 *
 * @param frame false for null, and for a frame that is no longer in the page
 */
export function isWinkFrameMessage(
  event: Pick<MessageEvent, 'source'>,
  frame: Pick<HTMLIFrameElement, 'contentWindow'> | null | undefined,
): boolean {
  return !!event.source && event.source === frame?.contentWindow;
}
