import { configuredStack } from './configured-stack.ts';
import { deliveredStages } from './stages.ts';

// Prints the template of the sandbox as delivered.
process.stdout.write(JSON.stringify(configuredStack(deliveredStages.sandbox)));
