import { expect, type Locator, type Page } from '@playwright/test';

/** The window as a person uses it: by roles and names. */
export class Workstation {
  readonly page: Page;
  /** What the page complained about; journeys end with none. */
  readonly complaints: string[] = [];

  constructor(page: Page) {
    this.page = page;
    page.on('pageerror', (error) => this.complaints.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error') this.complaints.push(message.text());
    });
  }

  async open(url: string): Promise<void> {
    await this.page.goto(url);
    await expect(this.page.getByRole('banner')).toBeVisible();
  }

  get tree(): Locator {
    return this.page.getByRole('tree', { name: 'Samples and images' });
  }

  get inspector(): Locator {
    return this.page.getByRole('complementary', { name: 'Inspector' });
  }

  get stage(): Locator {
    return this.page.getByRole('application', { name: /^Micrograph/ });
  }

  image(name: string): Locator {
    return this.tree.getByRole('treeitem', { name, exact: true });
  }

  async room(name: 'Images' | 'Label' | 'Train' | 'Segment' | 'Particles'): Promise<void> {
    const room = this.page.getByRole('navigation', { name: 'Rooms of the flow' }).getByRole('button', { name });
    await room.click();
  }

  /** Runs a command through the palette. */
  async command(words: string): Promise<void> {
    await this.page.keyboard.press('Control+K');
    const search = this.page.getByRole('combobox', { name: /command/i });
    await search.fill(words);
    await this.page.keyboard.press('Enter');
  }

  /** Goes to a folder in the program's own file browser and says yes. */
  async browse(title: RegExp, folder: string, yes: RegExp): Promise<void> {
    const browser = this.page.getByRole('region', { name: title });
    const field = browser.getByRole('textbox', { name: 'Folder' });
    await field.fill(folder);
    await field.press('Enter');
    await expect(field).toHaveValue(folder);
    await browser.getByRole('button', { name: yes }).click();
    await expect(browser).toBeHidden();
  }

  async importFolder(folder: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Import a folder…' }).first().click();
    await this.browse(/^Import a folder/, folder, /^Import/);
  }

  /** Segments the shown image's sample with the recipe that the program chooses, and goes to the particles. */
  async segmentSample(): Promise<void> {
    await this.room('Segment');
    await expect(this.page.getByTestId('preview-particles')).toContainText(/\d+ particles/);
    await this.page.getByRole('combobox', { name: 'Segment which images' }).selectOption('sample');
    await this.page.getByRole('button', { name: /^Segment \d+ images/ }).click();
    await expect(this.inspector.getByRole('button', { name: /^Automatic.*particles/ })).toBeVisible({
      timeout: 60_000,
    });
    await this.job(/particles in \d+ frames/);
    await this.room('Particles');
    await expect(this.gallery.getByRole('gridcell').first()).toBeVisible();
  }

  get gallery(): Locator {
    return this.page.getByRole('grid', { name: 'Gallery of particles' });
  }

  /** Waits until the job strip's line says so. */
  async job(text: RegExp): Promise<void> {
    await expect(this.page.getByRole('contentinfo', { name: 'Jobs' })).toContainText(text, { timeout: 60_000 });
  }

  /** A bright pixel was drawn on the stage: the picture is there. */
  async picture(): Promise<void> {
    await expect(this.stage).toBeVisible();
    await expect(this.page.getByRole('status', { name: 'Read-out' })).toContainText('px');
  }
}
