/** Things that a command can put the focus on. The element says its name in `data-focus`. */
export type FocusName = 'search' | 'pixel-size' | 'tree' | 'stage';

/** Puts the focus on a named thing once it is there: a region that was just opened needs a moment. */
export function requestFocus(name: FocusName, tries = 10): void {
  requestAnimationFrame(() => {
    const element = document.querySelector(`[data-focus="${name}"]`);
    if (element instanceof HTMLElement) {
      // where the focus is in there already it stays; what takes the keys of the stage is the image in it
      if (element !== document.activeElement && element.contains(document.activeElement)) return;
      const image = element.querySelector<HTMLElement>('[role="application"]');
      (image ?? element).focus();
      if (element instanceof HTMLInputElement) element.select();
    } else if (tries > 0) requestFocus(name, tries - 1);
  });
}
