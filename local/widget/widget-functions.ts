import { join } from 'node:path';
import { bundleOwnFunction } from '../functions/bundle-functions.ts';
import { createLazyPool, type LazyPool } from '../functions/lazy-pool.ts';
import type { FunctionDescription } from '../template/read-function.ts';
import { WIDGET_FUNCTIONS, type WidgetFunctionName } from '../template/read-widget.ts';

/** A page or two ask at a time. */
const PROCESSES = 2;

/** What the functions are made of. */
export interface WidgetFunctionsParts {
  readonly functions: Readonly<Record<WidgetFunctionName, FunctionDescription>>;
  readonly environments: Readonly<Record<WidgetFunctionName, Readonly<Record<string, string>>>>;
  /** Receives the bundles. */
  readonly directory: string;
  readonly logLine: (line: string) => void;
}

export type WidgetFunctions = Readonly<Record<WidgetFunctionName, LazyPool>>;

/** The widget's functions: bundled and started when somebody uses them. */
export function widgetFunctions(parts: WidgetFunctionsParts): WidgetFunctions {
  const { functions, environments, directory, logLine } = parts;
  const pools = WIDGET_FUNCTIONS.map((name) => {
    const { timeoutSeconds } = functions[name];
    const definition = { timeoutSeconds, environment: environments[name], logLine };
    const bundle = () => bundleOwnFunction(join(directory, 'widget'), name);
    return [name, createLazyPool(bundle, definition, PROCESSES)] as const;
  });
  return Object.fromEntries(pools) as WidgetFunctions;
}
