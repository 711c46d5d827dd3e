import { writeFile } from 'node:fs/promises';
import { EVENTS_PAGE, eventsPage } from './events-page.ts';

await writeFile(EVENTS_PAGE, eventsPage());
