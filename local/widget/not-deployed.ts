/** The template has nothing for the widget. */
export class WidgetNotDeployed extends Error {
  override readonly name = 'WidgetNotDeployed';
  readonly code = 'widget-not-deployed';
  constructor() {
    super('This stage has no widget. Give it one in infra/stages.ts: widget: { origins: […] }.');
  }
}
