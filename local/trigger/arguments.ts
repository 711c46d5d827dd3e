import { parseArgs } from 'node:util';
import { TriggerMisused } from './trigger-misused.ts';

/** What `npm run trigger` was asked to send. */
export interface TriggerArguments {
  readonly type: string | undefined;
  readonly user: string | undefined;
  /** Path into the event, and the value to put there. */
  readonly set: readonly (readonly [path: readonly string[], value: unknown])[];
  /** Sent as it is, in place of a built event. */
  readonly file: string | undefined;
  readonly count: number;
  readonly url: string;
}

/** @throws TriggerMisused */
export function readArguments(argv: readonly string[], port: number): TriggerArguments {
  const { values, positionals } = parse(argv);
  const [type, ...surplus] = positionals;
  if (surplus.length > 0) throw new TriggerMisused(`"${surplus.join(' ')}" is one word too many.`);
  const { user, set = [], file, count = '1', url = `http://127.0.0.1:${port}/webhooks` } = values;
  if (file === undefined && type === undefined) throw new TriggerMisused('Name an event type.');
  if (file !== undefined && (user !== undefined || set.length > 0)) {
    throw new TriggerMisused('--file sends the file as it is; leave --user and --set out.');
  }
  if (!/^[1-9]\d{0,6}$/.test(count)) {
    throw new TriggerMisused(`--count must be a whole number from 1, not "${count}".`);
  }
  if (!/^https?:$/.test(URL.parse(url)?.protocol ?? '')) {
    throw new TriggerMisused(`--url must be an http URL, not "${url}".`);
  }
  return { type, user, set: set.map(readSetting), file, count: Number(count), url };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        user: { type: 'string' },
        set: { type: 'string', multiple: true },
        file: { type: 'string' },
        count: { type: 'string' },
        url: { type: 'string' },
      },
    });
  } catch (error) {
    throw new TriggerMisused((error as Error).message);
  }
}

/** `data.providers=["grab"]`: JSON where it is JSON, else text. */
function readSetting(setting: string) {
  const equals = setting.indexOf('=');
  const path = setting.slice(0, Math.max(equals, 0)).split('.');
  if (path.includes('')) {
    throw new TriggerMisused(`--set wants path=value, like data.status=LINKED, not "${setting}".`);
  }
  return [path, jsonOrText(setting.slice(equals + 1))] as const;
}

function jsonOrText(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
