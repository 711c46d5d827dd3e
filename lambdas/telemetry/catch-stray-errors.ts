import { variablesOf } from '../aws/environment.ts';
import { createLog } from './log.ts';
import { createMeasure } from './metrics.ts';
import { catchStrayErrors } from './stray-errors.ts';

/** What every function has in its contract. */
const { required } = variablesOf<{ readonly STAGE: string }>();

// Every function imports this file, and does so first: listeners that business code adds for itself, when it
// is loaded, stay.
catchStrayErrors({ log: () => createLog(), measure: () => createMeasure(required('STAGE')) });
