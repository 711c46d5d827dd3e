import { Command } from 'commander';
import { addConformance } from './commands/conformance.ts';
import { addDeadLetters } from './commands/dead-letters.ts';
import { addDev } from './commands/dev.ts';
import { addDoctor } from './commands/doctor.ts';
import { addEvent } from './commands/event.ts';
import { addEvents } from './commands/events.ts';
import { addInit } from './commands/init.ts';
import { addInspect } from './commands/inspect.ts';
import { addRedrive } from './commands/redrive.ts';
import { addReplay } from './commands/replay.ts';
import { addRotate } from './commands/rotate.ts';
import { addSetup } from './commands/setup.ts';
import { addTail } from './commands/tail.ts';
import { addTrigger } from './commands/trigger.ts';
import { addUser } from './commands/user.ts';
import { ownManifest } from '../infra/own-manifest.ts';

/** The command line, `smile`. Each command loads what it does only when it is called. */
export function program(): Command {
  const smile = new Command('smile')
    .description("Receives Smile's event notifications: develop here, operate a deployed stage.")
    .version(ownManifest().version, '--version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand(false)
    .exitOverride()
    .showHelpAfterError('Run smile --help for the commands.')
    .configureHelp({ sortOptions: true, showGlobalOptions: false });
  smile.commandsGroup('Develop');
  for (const add of [addDev, addTrigger, addInit]) add(smile);
  smile.commandsGroup('Look');
  for (const add of [addEvents, addEvent, addUser, addDeadLetters, addTail, addInspect]) add(smile);
  smile.commandsGroup('Repair');
  for (const add of [addRedrive, addReplay]) add(smile);
  smile.commandsGroup('Run');
  for (const add of [addSetup, addDoctor, addRotate, addConformance]) add(smile);
  return smile;
}
