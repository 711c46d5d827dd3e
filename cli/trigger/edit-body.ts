import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Misused } from '../misused.ts';

/** What came out of the editor cannot be sent. */
export class NothingToSend extends Error {
  override readonly name = 'NothingToSend';
  readonly code = 'nothing-to-send';
}

/**
 * Opens a body in the user's editor, and returns what it is afterwards. The file is removed, unless it holds text
 * that cannot be sent.
 *
 * @param isBuilt whether it was made here: then it is laid out for people first
 * @throws NothingToSend, Misused
 */
export async function editBody(body: Buffer, isBuilt: boolean): Promise<Buffer> {
  const editor = process.env.VISUAL || process.env.EDITOR;
  if (!editor) throw new Misused('--edit opens an editor: name yours in EDITOR.');
  const directory = await mkdtemp(join(tmpdir(), 'smile-event-'));
  const file = join(directory, 'event.json');
  await writeFile(file, isBuilt ? `${laidOut(body)}\n` : body, { mode: 0o600 });
  const code = await edit(editor, file);
  const edited = await readFile(file).catch(() => Buffer.alloc(0));
  const isEmpty = edited.toString().trim() === '';
  const fault = faultOf(code, isEmpty, edited, file);
  if (isEmpty || code !== 0 || fault === undefined) await rm(directory, { recursive: true });
  if (fault !== undefined) throw new NothingToSend(`Nothing was sent: ${fault}`);
  return edited;
}

function laidOut(body: Buffer): string {
  return JSON.stringify(JSON.parse(body.toString()), undefined, 2);
}

/** A command with options, such as `code --wait`. It writes to standard error: standard output is for the answer. */
async function edit(editor: string, file: string): Promise<unknown> {
  const shell = spawn('sh', ['-c', `${editor} "$1"`, editor, file], { stdio: ['inherit', 2, 2] });
  const [code, signal] = (await once(shell, 'exit')) as [unknown, unknown];
  return code ?? signal;
}

function faultOf(
  code: unknown,
  isEmpty: boolean,
  edited: Buffer,
  file: string,
): string | undefined {
  if (code !== 0) return `the editor ended with ${String(code)}.`;
  if (isEmpty) return 'the file is empty.';
  try {
    JSON.parse(edited.toString());
    return undefined;
  } catch {
    return `the text is not JSON. It is kept in ${file}; correct it, and send it with --file.`;
  }
}
