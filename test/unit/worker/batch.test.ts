import { describe, expect, it } from 'vitest';
import { ACKNOWLEDGED, connected, createRig, failures } from './rig.ts';

describe('a batch', () => {
  it('is acknowledged whole when every message is settled, also in the dead letters', async () => {
    const rig = createRig();
    const records = ['et-1', 'et-2', 'et-3'].map((id) =>
      rig.message(connected({ id, data: id === 'et-2' ? { userId: null } : {} })),
    );

    const response = await rig.deliver(records);

    expect(response).toEqual(ACKNOWLEDGED);
    expect([...rig.rows.values()].map(({ status }) => status)).toEqual(['DONE', 'DEAD', 'DONE']);
  });

  it('reports the first unsettled message and all behind it, which were not touched', async () => {
    const rig = createRig();
    const records = ['et-1', 'et-2', 'et-3', 'et-4'].map((id) => rig.message(connected({ id })));
    const { ledger } = rig.parts;
    const finish: typeof ledger.finish = async (lease, outcome) => {
      if (lease.eventId === 'et-2') throw new Error('x');
      await ledger.finish(lease, outcome);
    };
    Object.assign(rig.parts, { ledger: { ...ledger, finish } });

    const response = await rig.deliver(records);

    expect(response).toEqual(failures(...records.slice(1)));
    expect([...rig.rows.keys()]).toEqual(['et-1', 'et-2']);
    expect(rig.rows.get('et-1')).toMatchObject({ status: 'DONE' });
    expect(rig.hidden.map(({ receiptHandle }) => receiptHandle)).toEqual([
      records[1]?.receiptHandle,
    ]);
  });

  it('reports all of it when its first message is unsettled', async () => {
    const rig = createRig();
    const records = ['et-1', 'et-2'].map((id) => rig.message(connected({ id })));
    rig.fail('handler', new Error('x'));

    const response = await rig.deliver(records);

    expect(response).toEqual(failures(...records));
    expect(rig.rows.size).toBe(1);
  });

  it('of no messages is acknowledged', async () => {
    expect(await createRig().deliver([])).toEqual(ACKNOWLEDGED);
  });

  it('goes on behind a message that could not begin and was given up', async () => {
    const rig = createRig();
    const records = ['et-1', 'et-2'].map((id) => rig.message(connected({ id })));
    const [first] = records;
    if (first) first.attributes.ApproximateReceiveCount = '5';
    rig.fail('ledger.begin', new TypeError('x'));

    const response = await rig.deliver(records);

    expect(response).toEqual(ACKNOWLEDGED);
    expect(rig.deadLetters).toHaveLength(1);
    expect([...rig.rows.keys()]).toEqual(['et-2']);
  });
});
