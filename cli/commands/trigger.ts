import { type Command, Option } from 'commander';
import { countOption } from '../number-option.ts';
import { secondsOption } from '../span-option.ts';
import { type Setting, settingOption } from '../trigger/settings.ts';

/** What `smile trigger` takes beside the type. */
export interface TriggerOptions {
  readonly user?: string;
  readonly set?: readonly Setting[];
  readonly file?: string;
  readonly late?: number;
  readonly edit?: true;
  readonly count: number;
  readonly every?: number;
  readonly twice?: true;
  readonly url?: string;
  readonly stage?: string;
  readonly yesProduction?: true;
  readonly wait?: true;
  readonly waitFor: number;
  readonly print?: true;
  readonly list?: true;
  readonly json?: true;
}

const EXAMPLES = `
Examples:
  smile trigger ACCOUNT_CONNECTED --user u-1
  smile trigger TASK_FINISHED --user u-1 --set data.status=FAILED --wait
  smile trigger USER_CREATED --user u-1 --late 10m --wait     stale, if more is known of u-1
  smile trigger --file event.json --twice --stage sandbox     handled once
`;

/** What has no part in an event that is sent as it is. */
const OF_BUILT_EVENTS = ['user', 'set', 'late'];
/** What has no part in a list. */
const OF_EVENTS = [...OF_BUILT_EVENTS, 'file', 'edit', 'count', 'every', 'twice', 'wait', 'print'];

const option = (flags: string, text: string) => new Option(flags, text);

/** Adds `smile trigger`. */
export function addTrigger(smile: Command): void {
  smile
    .command('trigger')
    .summary('send an invented event')
    .description(
      'Sends an invented event to the local run or a deployed sandbox, signed as Smile signs. Prints its id and the status of the answer.',
    )
    .addHelpText('before', EXAMPLES)
    .argument('[type]', 'an event type; --list prints them')
    .option('--user <id>', 'the user that it is about')
    .option('--set <path=value>', 'change a field; the value is JSON or text', settingOption)
    .addOption(
      option('--file <path>', 'send the bytes of a file; - is standard input').conflicts(
        OF_BUILT_EVENTS,
      ),
    )
    .option('--late <time>', 'created so long ago: 30s, 10m, 2h', secondsOption)
    .addOption(option('--edit', 'open the event in $EDITOR before it is sent').conflicts(['count']))
    .addOption(option('--count <number>', 'so many').argParser(countOption).default(1))
    .option('--every <time>', 'wait so long between two', secondsOption)
    .option('--twice', 'deliver each a second time, with the same bytes')
    .addOption(
      option('--url <url>', 'of a receiver (default: of the local run)').conflicts(['stage']),
    )
    .option('--stage <name>', 'a deployed stage')
    .option('--yes-production', 'also if the stage is not a sandbox')
    .option('--wait', 'wait, and print what became of each')
    .addOption(
      option('--wait-for <time>', 'wait so long at most: 30s, 5m, 1h')
        .argParser(secondsOption)
        .default(300)
        .implies({ wait: true }),
    )
    .addOption(
      option('--print', 'print body, headers and signature, and send nothing').conflicts([
        'every',
        'twice',
        'wait',
      ]),
    )
    .addOption(option('--list', 'print the event types, and what each says').conflicts(OF_EVENTS))
    .option('--json', 'print one JSON object a line')
    .action(async (type: string | undefined, options: TriggerOptions) => {
      const { trigger } = await import('../trigger/trigger.ts');
      await trigger(type, options);
    });
}
