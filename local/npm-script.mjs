// Loaded before every script of package.json that runs TypeScript, by --import.

// oxlint-disable-next-line import/no-unassigned-import -- it ends the process before anything else runs
import './node-version.mjs';

const LOOK_EVERY_MS = 250;

// Whatever ends npm ends this process too, or it would go on unseen and hold its port:
//
//   SIGINT, SIGTERM   npm hands them to its child. That is this process because the script says `exec`; a shell
//                     between the two would die, and this process would never hear of it
//   SIGHUP, SIGKILL   npm hands nothing on: its child gets another parent
if (process.env.npm_lifecycle_event !== undefined) {
  const npm = process.ppid;
  const looking = setInterval(() => {
    if (process.ppid === npm) return;
    clearInterval(looking);
    process.kill(process.pid, 'SIGTERM');
  }, LOOK_EVERY_MS);
  looking.unref();
}
