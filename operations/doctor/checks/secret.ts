import { WEBHOOK_SECRET } from '../../../lambdas/secret/webhook-secret.ts';
import { outputOf } from '../examined.ts';
import { fine, problem, warning } from '../finding.ts';
import { readSecret } from '../../read-secret.ts';
import type { Check } from '../run-checks.ts';

/** The secret that Smile signs with, read as the ingress reads it. Nothing of it is shown. */
export const secretCheck: Check = {
  name: 'secret',
  async look(examined, signal) {
    const name = await outputOf(examined, 'SecretName');
    const found = await readSecret(examined.secretsManager, name, WEBHOOK_SECRET, signal);
    const cure = `Store a good one: aws secretsmanager put-secret-value --secret-id ${name} --secret-string file://secret.json`;
    if (found.fault !== undefined) {
      return problem(
        `Events get 503: the ingress cannot use it. ${found.fault} It must be ${WEBHOOK_SECRET.form}.`,
        cure,
      );
    }
    if (found.ignored.length > 0) return warning(found.ignored.join(' '), cure);
    const { previous, previousUntil } = found.value;
    if (previous === undefined || (previousUntil ?? Infinity) < Date.now()) {
      return fine('one secret is accepted');
    }
    const until =
      previousUntil === undefined ? '' : ` until ${new Date(previousUntil).toISOString()}`;
    return fine(`a rotation: the current secret is accepted, and the previous one${until}`);
  },
};
