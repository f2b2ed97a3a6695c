/** A text that the browser keeps for this page: `tab` until the tab is closed, `browser` for longer. Lost where that is forbidden. */
export function kept(where: 'tab' | 'browser', name: string) {
  const key = `spacetime.${name}`;
  const store = () => (where === 'tab' ? sessionStorage : localStorage);
  return {
    read: (): string | undefined => {
      try {
        return store().getItem(key) ?? undefined;
      } catch {
        return undefined;
      }
    },
    write: (text: string | undefined): void => {
      try {
        if (text === undefined) store().removeItem(key);
        else store().setItem(key, text);
      } catch {
        // A browser that keeps nothing still shows the world.
      }
    },
  };
}
