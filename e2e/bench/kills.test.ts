import { setImmediate } from 'node:timers/promises';
import { killedUntil } from './kills.ts';

/** A controller that leads again as soon as it was killed. */
function aController() {
  let kills = 0;
  return {
    controllerLeads: async () => undefined,
    killController: async () => {
      kills += 1;
      await setImmediate();
      return Date.now();
    },
    kills: () => kills,
  };
}

describe('killedUntil', () => {
  it('kills each leader, and tells in which phase, until the release is over', async () => {
    const controller = aController();
    const { promise, resolve } = Promise.withResolvers<void>();
    const phase = () => {
      if (controller.kills() === 2) resolve();
      return controller.kills() < 2 ? 'Checking' : 'Canary';
    };
    const { phases } = await killedUntil(promise, { controller, random: () => 0, phase });
    expect(phases).toEqual(['Checking', 'Checking', 'Canary']);
    expect(controller.kills()).toBe(3);
  });

  it('leaves a leader alone that lives when the release is over', async () => {
    const controller = aController();
    const { phases } = await killedUntil(Promise.resolve(), {
      controller,
      random: () => 0.9,
      phase: () => '',
    });
    expect({ phases, kills: controller.kills() }).toEqual({ phases: [], kills: 0 });
  });

  it('fails as the wait for the end does', async () => {
    const controller = aController();
    const over = Promise.reject(new Error('it never ends'));
    await expect(killedUntil(over, { controller, random: () => 0.9, phase: () => '' })).rejects.toThrow(
      'it never ends',
    );
  });
});
