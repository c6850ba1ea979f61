import { expect, type Locator, type Page } from '@playwright/test';
import { LabelRoom } from './label-room.ts';
import type { Workstation } from './workstation.ts';

/** The Train room as a person uses it. */
export class TrainRoom {
  readonly #work: Workstation;
  readonly #page: Page;

  constructor(work: Workstation) {
    this.#work = work;
    this.#page = work.page;
  }

  /** Imports micrographs and their published masks (red on black), and goes to the room. */
  async begin({ images, masks }: { readonly images: string; readonly masks: string }, count: number): Promise<void> {
    const work = this.#work;
    await work.importFolder(images);
    await work.job(new RegExp(`${count} images in`));
    await work.image('discs-1').click();
    const room = new LabelRoom(work);
    await room.enter(/^Particle, background/);
    await work.inspector.getByRole('button', { name: 'Import label files…' }).click();
    const browser = this.#page.getByRole('region', { name: 'Import labels' });
    const field = browser.getByRole('textbox', { name: 'Folder' });
    await expect(field).not.toHaveValue('');
    await field.fill(masks);
    await field.press('Enter');
    await expect(field).toHaveValue(masks);
    await browser.getByRole('option', { name: /discs-1/ }).click();
    await this.#page.keyboard.press('Control+a');
    await browser.getByRole('button', { name: 'Choose' }).click();
    await work.inspector.getByRole('combobox', { name: 'Class of #ff0000' }).selectOption('Particle');
    await work.inspector.getByRole('combobox', { name: 'Class of #000000' }).selectOption('Background');
    await work.inspector.getByRole('button', { name: `Import ${count} files` }).click();
    await expect(work.inspector.getByRole('tab', { name: 'Labels' })).toBeVisible({ timeout: 60_000 });
    await work.room('Train');
    await expect(this.lane('Left out')).toContainText(`${count} frames`);
  }

  lane(name: 'Training' | 'Validation' | 'Frozen test set' | 'Left out'): Locator {
    return this.#page.getByRole('region', { name, exact: true });
  }

  frame(name: string): Locator {
    return this.#page.getByRole('button', { name: new RegExp(`^${name},`) });
  }

  async tab(name: 'Frames' | 'Training' | 'Model' | 'Compare'): Promise<void> {
    await this.#page.getByRole('tablist', { name: 'Views of the Train room' }).getByRole('tab', { name }).click();
  }

  /** Marks every frame as reviewed, with the keyboard. */
  async reviewAll(first: string, last: string): Promise<void> {
    await this.frame(first).click();
    await this.frame(last).click({ modifiers: ['Shift'] });
    await this.#page.keyboard.press('r');
  }

  /** Opens a group of the settings and fills a field in. */
  async set(group: string, field: string, value: string): Promise<void> {
    const fold = this.#work.inspector.getByRole('button', { name: group, exact: true });
    if ((await fold.getAttribute('aria-expanded')) === 'false') await fold.click();
    const box = this.#work.inspector.getByRole('textbox', { name: field, exact: true });
    await box.fill(value);
    await box.press('Enter');
  }

  /** From scratch, small patches, short epochs, no end by itself: what a test has time for. */
  async makeSmall(): Promise<void> {
    await this.tab('Frames');
    await this.#work.inspector
      .getByRole('combobox', { name: 'Model to begin with' })
      .selectOption('Nothing: from scratch');
    await this.set('Patches', 'Side', '64');
    await this.set('Patches', 'Batch', '2');
    await this.set('Length', 'Steps an epoch', '4');
    await this.set('Length', 'Epochs', '4000');
    await this.set('Length', 'Patience', '');
    await this.set('Length', 'At most', '');
  }

  /** Chooses a model file of a folder. */
  async takeModel(folder: string, file: string): Promise<void> {
    await this.#work.inspector.getByRole('button', { name: 'Import…' }).click();
    const browser = this.#page.getByRole('region', { name: 'Import a model' });
    const field = browser.getByRole('textbox', { name: 'Folder' });
    await expect(field).not.toHaveValue('');
    await field.fill(folder);
    await field.press('Enter');
    await expect(field).toHaveValue(folder);
    await browser.getByRole('option', { name: new RegExp(file.replace('.', '\\.')) }).click();
    await browser.getByRole('button', { name: 'Import', exact: true }).click();
    await expect(browser).toBeHidden();
  }

  get retrain(): Locator {
    return this.#work.inspector.getByRole('button', { name: /^(Retrain|Train from scratch)/ });
  }

  get state(): Locator {
    return this.#page.getByRole('status', { name: 'State of the training' });
  }

  /** Epochs that the state tells of now. */
  async epochsNow(): Promise<number> {
    return Number(/(\d+) epochs?/.exec((await this.state.textContent()) ?? '')?.[1] ?? 0);
  }

  /** Waits until so many epochs are seen on the curves. */
  async epochs(atLeast: number): Promise<void> {
    await expect.poll(() => this.epochsNow(), { timeout: 90_000 }).toBeGreaterThanOrEqual(atLeast);
  }
}
