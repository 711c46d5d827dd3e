import { expect, it } from 'vitest';
import { RestartFailed, restartCommand } from '../../conformance/restart-command.ts';

it('a command that stays in the foreground is given up, and it is said how it is done', async () => {
  const restart = restartCommand('exec sleep 600', 100);

  const restarting = restart();

  await expect(restarting).rejects.toThrow(RestartFailed);
  await expect(restarting).rejects.toThrow(/did not end within 0.1 s.+in the background/);
});

it('what the command leaves in the background is not waited for', async () => {
  const restart = restartCommand('sleep 5 >/dev/null 2>&1 &', 4000);

  const restarting = restart();

  await expect(restarting).resolves.toBeUndefined();
});
