import { describe, expect, it } from 'vitest';
import type { Rig } from '../../faults/rig/rig.ts';
import { CONCURRENT, sendAll } from '../../faults/soak/load.ts';
import { readSettings } from '../../faults/soak/settings.ts';
import { soakEvent } from '../../faults/soak/soak-event.ts';

const SETTINGS = { ...readSettings([]), events: 1200, users: 20, faults: 20 };
const EVENTS = Array.from({ length: SETTINGS.events }, (_, n) => soakEvent(n, SETTINGS));
const LIMITS = { tries: 3, retryMs: 1, stalledMs: 60 };

/** A rig that answers each posting so, and ends every event that it accepts, or none. */
function rigThat({
  answers = () => 200,
  ends = true,
}: {
  readonly answers?: (id: string) => number | undefined;
  readonly ends?: boolean;
}) {
  const finished = new Set<string>();
  const forgotten: string[] = [];
  const aimed: string[] = [];
  const rig = {
    sender: {
      async post(body: Buffer) {
        const { id } = JSON.parse(body.toString()) as { id: string };
        const status = answers(id);
        if (status === 200 && ends) finished.add(id);
        return status;
      },
    },
    journal: { finished, buried: new Set<string>() },
    endpoint: {
      aim(step: string, about: string) {
        aimed.push(`${step} ${about}`);
        return () => true;
      },
      forget: (id: string) => void forgotten.push(id),
    },
    hasHappened: () => true,
  } as unknown as Rig;
  return { rig, forgotten, aimed };
}

describe('sending', () => {
  it('posts every event, and keeps of each fault whether it has happened', async () => {
    const { rig, forgotten, aimed } = rigThat({});

    const sent = await sendAll(rig, SETTINGS, LIMITS);

    const faulty = EVENTS.filter(({ fault }) => fault);
    const onTheWire = faulty.filter(({ fault }) => fault?.kind !== 'crash');
    const letThrough = EVENTS.filter(({ duplicate }) => duplicate?.isForgotten).map(({ id }) => id);
    expect(sent.accepted.size).toBe(SETTINGS.events);
    expect([...sent.happened.keys()].toSorted()).toEqual(faulty.map(({ id }) => id).toSorted());
    expect(aimed).toHaveLength(onTheWire.length);
    expect(forgotten.toSorted()).toEqual(letThrough.toSorted());
    expect([...sent.forgotten].toSorted()).toEqual(letThrough.toSorted());
    expect({ ...sent, isOver: sent.isStalled || sent.refused.size > 0 }).toMatchObject({
      isOver: false,
      retries: 0,
    });
  });

  it('names an event that is refused again and again', async () => {
    const victim = EVENTS[300]?.id ?? '';
    const { rig } = rigThat({ answers: (id) => (id === victim ? 503 : 200) });

    const sent = await sendAll(rig, SETTINGS, LIMITS);

    expect([...sent.refused]).toEqual([victim]);
    expect(sent.accepted.has(victim)).toBe(false);
    expect(sent.refusals['503']).toBeGreaterThanOrEqual(LIMITS.tries);
  });

  it('stops when events are refused: none is posted but those that were under way', async () => {
    const { rig } = rigThat({ answers: () => 503 });

    const { accepted, refused } = await sendAll(rig, SETTINGS, LIMITS);

    expect(accepted.size).toBe(0);
    expect(refused.size).toBeGreaterThan(0);
    expect(refused.size).toBeLessThanOrEqual(CONCURRENT);
  });

  it('goes on after a refusal that passes', async () => {
    const [victim = ''] = EVENTS.map(({ id }) => id);
    let refusals = 0;
    const { rig } = rigThat({
      answers: (id) => (id === victim && (refusals += 1) < LIMITS.tries ? undefined : 200),
    });

    const sent = await sendAll(rig, SETTINGS, LIMITS);

    expect(sent.accepted.size).toBe(SETTINGS.events);
    expect(sent.refused.size).toBe(0);
    expect(sent).toMatchObject({ retries: 2, refusals: { 'no answer': 2 } });
  });

  it('stops when accepted events do not end any more', async () => {
    const { rig } = rigThat({ ends: false });

    const sent = await sendAll(rig, SETTINGS, LIMITS);

    expect(sent.isStalled).toBe(true);
    expect(sent.accepted.size).toBeGreaterThan(400);
    expect(sent.accepted.size).toBeLessThan(500);
  });
});
