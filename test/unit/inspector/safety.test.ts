import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createInspector, type Inspector } from '../../../inspector/server/inspector.ts';
import { type Gateway, openGateway } from '../../../local/gateway/gateway.ts';
import { jsonAnswer } from '../../../local/gateway/proxy-result.ts';
import { STUB } from './stub-stage.ts';

let gateway: Gateway;
let inspector: Inspector;
const notes: string[] = [];
beforeAll(async () => {
  gateway = await openGateway(0);
  inspector = createInspector({
    stage: STUB,
    view: {
      name: 'production',
      where: 'ap-southeast-1',
      isHarmless: false,
      readOnly: true,
      command: 'npx smile',
      webhookUrl: undefined,
      everyMs: 5000,
      sources: undefined,
    },
    send: undefined,
    stackOf: () => undefined,
    note: (line) => void notes.push(line),
  });
  gateway.serve({ routes: [inspector.route], elsewhere: jsonAnswer(404, {}) });
});
afterAll(() => gateway.close(100));

const ours = () => ({
  host: `127.0.0.1:${gateway.port}`,
  'x-inspector-token': inspector.path().slice(2),
  'content-type': 'application/json',
});

/** Not fetch: that sets Host and Origin by itself. */
async function ask(path: string, headers: Record<string, string>, method = 'GET', body = '') {
  return await new Promise<{ status: number; text: string; policy: string }>((resolve, reject) => {
    const asked = request(
      { port: gateway.port, host: '127.0.0.1', path, method, headers },
      (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        answer.on('end', () =>
          resolve({
            status: answer.statusCode ?? 0,
            text,
            policy: String(answer.headers['content-security-policy']),
          }),
        );
      },
    );
    asked.on('error', reject).end(body);
  });
}

describe('the inspector', () => {
  it('answers the page of its own address with the token of its run', async () => {
    const answer = await ask('/_inspector/stage', ours());

    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.text)).toMatchObject({ name: 'production', canSend: false });
  });

  it.for([
    ['no token', { 'x-inspector-token': '' }, 401],
    ['another token', { 'x-inspector-token': 'x'.repeat(32) }, 401],
    ['a name that leads here', { host: 'inspector.example:80' }, 403],
    ['a page of another site', { origin: 'https://example.com' }, 403],
    ['a page of another port', { origin: 'http://127.0.0.1:1' }, 403],
    ['a sandboxed page', { origin: 'null' }, 403],
  ] as const)('refuses %s', async ([, headers, status]) => {
    const answer = await ask('/_inspector/stage', { ...ours(), ...headers });

    expect(answer.status).toBe(status);
  });

  it('changes things for JSON alone, and nothing that it was told to leave alone', async () => {
    const form = await ask(
      '/_inspector/redrive',
      { ...ours(), 'content-type': 'text/plain' },
      'POST',
      '{}',
    );
    const readOnly = await ask(
      '/_inspector/redrive',
      ours(),
      'POST',
      '{"ids":["et-1"],"confirm":"production"}',
    );
    const sent = await ask('/_inspector/send', ours(), 'POST', '{"text":"{\\"type\\":\\"X\\"}"}');

    expect([form.status, readOnly.status, sent.status]).toEqual([415, 403, 403]);
    expect(readOnly.text).toContain('--read-only');
    expect(notes).toEqual([]);
  });

  it('has a page under a policy that lets in no script and no request but its own', async () => {
    const page = await ask('/e/et-1?status=dead', { host: `127.0.0.1:${gateway.port}` });

    expect(page.status).toBe(200);
    expect(page.policy).toContain("default-src 'none'; script-src 'self'");
    expect(page.policy).not.toMatch(/unsafe|http|\*/);
    expect(page.text).not.toContain('://');
  });
});
