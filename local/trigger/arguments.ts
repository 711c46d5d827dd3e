import { parseArgs } from 'node:util';
import { TriggerMisused } from './trigger-misused.ts';

/** Where events go: to a receiver's URL, or into the ingress function of a deployed stage. */
export type TriggerTarget = { readonly url: string } | { readonly stage: string };

/** What `npm run trigger` was asked to send. */
export interface TriggerArguments {
  readonly type: string | undefined;
  readonly user: string | undefined;
  /** Path into the event, and the value to put there. */
  readonly set: readonly (readonly [path: readonly string[], value: unknown])[];
  /** Sent as it is, in place of a built event. */
  readonly file: string | undefined;
  readonly count: number;
  readonly to: TriggerTarget;
  /** The user knows that an invented event will stand among real ones. */
  readonly yesProduction: boolean;
}

/** @throws TriggerMisused */
export function readArguments(argv: readonly string[], port: number): TriggerArguments {
  const { values, positionals } = parse(argv);
  const [type, ...surplus] = positionals;
  if (surplus.length > 0) throw new TriggerMisused(`"${surplus.join(' ')}" is one word too many.`);
  const { user, set = [], file, count = '1', 'yes-production': yesProduction = false } = values;
  if (file === undefined && type === undefined) throw new TriggerMisused('Name an event type.');
  if (file !== undefined && (type !== undefined || user !== undefined || set.length > 0)) {
    throw new TriggerMisused(
      '--file sends the file as it is; leave the event type, --user and --set out.',
    );
  }
  if (!/^[1-9]\d{0,6}$/.test(count)) {
    throw new TriggerMisused(`--count must be a whole number from 1, not "${count}".`);
  }
  const to = readTarget(values, port);
  const settings = set.map(readSetting);
  return { type, user, set: settings, file, count: Number(count), to, yesProduction };
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
        stage: { type: 'string' },
        'yes-production': { type: 'boolean' },
      },
    });
  } catch (error) {
    throw new TriggerMisused((error as Error).message);
  }
}

function readTarget(
  { url, stage }: { url?: string | undefined; stage?: string | undefined },
  port: number,
): TriggerTarget {
  if (stage === undefined) {
    const target = url ?? `http://127.0.0.1:${port}/webhooks`;
    const parsed = URL.parse(target);
    // Not repeated: it may be a password.
    if (parsed?.username || parsed?.password) {
      throw new TriggerMisused('--url must name no user and no password: they cannot be sent.');
    }
    if (!/^https?:$/.test(parsed?.protocol ?? '')) {
      throw new TriggerMisused(`--url must be an http URL, not "${target}".`);
    }
    return { url: target };
  }
  if (url !== undefined) {
    throw new TriggerMisused('--stage and --url name two receivers; leave one of them out.');
  }
  if (!/^[a-z][a-z0-9-]{0,19}$/.test(stage)) {
    throw new TriggerMisused(`--stage must be a stage's name, like sandbox, not "${stage}".`);
  }
  return { stage };
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
