import type { Teardown } from '../teardown.ts';
import { type Gateway, openGateway } from './gateway.ts';

/** Ctrl-C ends everything within 3 s; this much of it belongs to requests that are under way. */
const GRACE_MS = 500;
const LAST_PORT = 65_535;

/**
 * Opens the run's gateway and, on the port after it, that of the widget's API: another origin than the
 * pages have, as on AWS.
 *
 * @param port 0: any free ones
 * @throws PortTaken
 */
export async function openGateways(
  port: number,
  withWidget: boolean,
  teardown: Teardown,
): Promise<{ readonly gateway: Gateway; readonly widgetGateway: Gateway | undefined }> {
  const opened: Gateway[] = [];
  teardown.add(() => Promise.all(opened.map((each) => each.close(GRACE_MS))));
  const open = async (wanted: number) => {
    const gateway = await openGateway(wanted);
    opened.push(gateway);
    return gateway;
  };
  const gateway = await open(port);
  const next = port === 0 || port === LAST_PORT ? 0 : port + 1;
  return { gateway, widgetGateway: withWidget ? await open(next) : undefined };
}
