import { isUtf8 } from 'node:buffer';
import { escapeControlsInLines } from '../../lambdas/telemetry/escape-controls.ts';
import type { Delivery } from '../../operations/deliver/delivery.ts';

/** Prints a request as it would be sent. */
export function printRequest(
  { to, headersOf }: Delivery,
  body: Buffer,
  { json }: { readonly json?: true },
): void {
  const headers = headersOf(body);
  if (json) {
    const content = isUtf8(body)
      ? { body: body.toString() }
      : { bodyBase64: body.toString('base64') };
    process.stdout.write(`${JSON.stringify({ to, headers, ...content })}\n`);
    return;
  }
  const lines = [
    `POST ${to}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    '',
    escapeControlsInLines(body.toString()),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}
