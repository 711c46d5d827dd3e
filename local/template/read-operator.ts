import { type Statement, statementsOf } from './read-role.ts';
import { partsOf, type Template } from './template.ts';

/** What operators may do: the managed policy of the receiver, which no role has. Empty if there is none. */
export function readOperator(template: Template): readonly Statement[] {
  return partsOf(template, 'AWS::IAM::ManagedPolicy')
    .filter(({ id, properties }) => id.includes('Operator') && !('Roles' in properties))
    .flatMap(({ properties }) => statementsOf(properties));
}
