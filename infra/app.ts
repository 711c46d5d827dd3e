import { runApp } from './run-app.ts';
import { stages } from './stages.ts';

await runApp(stages);
