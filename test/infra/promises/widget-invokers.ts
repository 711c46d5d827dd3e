import { type Expected, placeIn } from './promise.ts';
import { one, type Template } from '../template.ts';

/** The routes of the widget's API, each with the function behind it. */
export const ROUTES: Readonly<Record<string, string>> = {
  'POST /callbacks': 'WidgetCallbacks',
  'POST /link-token': 'WidgetLinkToken',
  'GET /status': 'WidgetStatus',
};

const functionArn = (template: Template, name: string) =>
  `\${${one(template, 'AWS::Lambda::Function', name).id}.Arn}`;

/** Function, principal and source of every permission to invoke a function of the widget. */
export function invokersOfTheWidget(
  template: Template,
  expected: Expected,
): readonly (readonly string[])[] {
  const api = `${placeIn(expected)}:\${WidgetApi}`;
  return [
    ...Object.entries(ROUTES).map(([route, name]) => [
      functionArn(template, name),
      'apigateway.amazonaws.com',
      // Of any stage, of which there is one.
      `${api}/*/${route.replace(' ', '')}`,
    ]),
    [
      functionArn(template, 'WidgetLossDetector'),
      'events.amazonaws.com',
      `\${${one(template, 'AWS::Events::Rule').id}.Arn}`,
    ],
  ];
}
