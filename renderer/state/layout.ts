import { z } from 'zod';
import { createStore } from 'zustand/vanilla';
import { ask } from '../client/session.ts';
import { LabelLayout, labelLayoutDefaults } from './labels/label-layout.ts';

export const themeChoices = ['dark', 'light', 'system'] as const;
export type ThemeChoice = (typeof themeChoices)[number];

export const particleViews = ['gallery', 'table', 'plot'] as const;
export type ParticleView = (typeof particleViews)[number];

/** How particles are looked at in their room. */
const ParticleLayout = z.object({
  view: z.enum(particleViews),
  /** Where gallery, table and plot stand: beside the stage or below it; 'auto' = whatever leaves more of both. */
  place: z.enum(['auto', 'beside', 'below']),
  /** Side of a gallery cell, CSS px. */
  cell: z.number().min(48).max(160),
  /** Every particle fills its cell, or all are drawn at one scale. */
  scale: z.enum(['particle', 'fixed']),
  /** Columns of the table, by id; empty = the main ones. */
  columns: z.array(z.string()),
});
export type ParticleLayout = z.infer<typeof ParticleLayout>;

/** Sizes in CSS px. Everything here is remembered between starts. */
const Layout = z.object({
  theme: z.enum(themeChoices),
  samplesOpen: z.boolean(),
  samplesWidth: z.number(),
  inspectorOpen: z.boolean(),
  inspectorWidth: z.number(),
  lowerOpen: z.boolean(),
  lowerHeight: z.number(),
  jobsOpen: z.boolean(),
  particlesWidth: z.number(),
  particlesHeight: z.number(),
  particles: ParticleLayout,
  labelling: LabelLayout,
  /** Folded sections of inspectors, by section id. */
  folded: z.record(z.string(), z.boolean()),
  /** Where the file browser was last, by purpose. */
  folders: z.record(z.string(), z.string()),
  /** Unit that the person last typed a pixel size in. */
  pixelUnit: z.string(),
});
export type Layout = z.infer<typeof Layout>;

export const layoutDefaults: Layout = {
  theme: 'dark',
  samplesOpen: true,
  samplesWidth: 280,
  inspectorOpen: true,
  inspectorWidth: 320,
  lowerOpen: false,
  lowerHeight: 280,
  jobsOpen: false,
  particlesWidth: 640,
  particlesHeight: 300,
  particles: { view: 'gallery', place: 'auto', cell: 96, scale: 'particle', columns: [] },
  labelling: labelLayoutDefaults,
  folded: {},
  folders: {},
  pixelUnit: 'nm',
};

/** What depends on the moment and is not remembered. */
interface Moment {
  readonly stageOnly: boolean;
  /** There is room for one side beside the stage only: a small screen, or a large zoom. */
  readonly narrow: boolean;
  /** The side that is shown then, when both are open. */
  readonly front: 'samplesOpen' | 'inspectorOpen';
}

export type LayoutState = Layout & Moment;
export type Region = 'samplesOpen' | 'inspectorOpen' | 'lowerOpen' | 'jobsOpen';

export const layoutStore = createStore<LayoutState>()(() => ({
  ...layoutDefaults,
  stageOnly: false,
  narrow: false,
  front: 'samplesOpen',
}));

export type Edge = 'samplesWidth' | 'inspectorWidth' | 'lowerHeight' | 'particlesWidth' | 'particlesHeight';

/** Smallest and largest size of a region, px. The stage's own least size is the window's business. */
export const edgeLimits: Readonly<Record<Edge, readonly [low: number, high: number]>> = {
  samplesWidth: [200, 560],
  inspectorWidth: [240, 640],
  lowerHeight: [140, 720],
  particlesWidth: [320, 1600],
  particlesHeight: [160, 1200],
};

export function resize(edge: Edge, size: number): void {
  const [low, high] = edgeLimits[edge];
  layoutStore.setState({ [edge]: Math.round(Math.min(high, Math.max(low, size))) });
}

export function changeLayout(change: Partial<Layout>): void {
  layoutStore.setState(change);
}

export function changeParticleLayout(change: Partial<ParticleLayout>): void {
  layoutStore.setState((s) => ({ particles: { ...s.particles, ...change } }));
}

export function changeLabelLayout(change: Partial<LabelLayout>): void {
  layoutStore.setState((s) => ({ labelling: { ...s.labelling, ...change } }));
}

export function toggleStageOnly(): void {
  layoutStore.setState((s) => ({ stageOnly: !s.stageOnly }));
}

/** Opens a region, in front where there is room for one side only. */
export function openRegion(region: Region): void {
  layoutStore.setState({ [region]: true, stageOnly: false, ...inFront(region) });
}

/** Whether a region is to be seen now. */
export function isShown(s: LayoutState, region: Region): boolean {
  if (s.stageOnly || !s[region]) return false;
  if (!s.narrow || (region !== 'samplesOpen' && region !== 'inspectorOpen')) return true;
  const other = region === 'samplesOpen' ? 'inspectorOpen' : 'samplesOpen';
  return !s[other] || s.front === region;
}

/** Tells whether there is room for one side only. */
export function setNarrow(narrow: boolean): void {
  layoutStore.setState({ narrow });
}

function inFront(region: Region): Partial<Moment> {
  return region === 'samplesOpen' || region === 'inspectorOpen' ? { front: region } : {};
}

/** Opens or hides a region; leaves "stage only" when that hid it. */
export function toggleRegion(region: Region): void {
  layoutStore.setState((s) => ({ [region]: !isShown(s, region), stageOnly: false, ...inFront(region) }));
}

export function fold(section: string, folded: boolean): void {
  layoutStore.setState((s) => ({ folded: { ...s.folded, [section]: folded } }));
}

/** Remembered settings as a layout: what is missing or no longer understood takes its default, one by one. */
export function parseLayout(remembered: unknown): Layout {
  const found = z.record(z.string(), z.unknown()).safeParse(remembered);
  if (!found.success) return layoutDefaults;
  const sound: Record<string, unknown> = {};
  for (const [key, schema] of Object.entries(Layout.shape)) {
    const value = schema.safeParse(found.data[key]);
    if (value.success) sound[key] = value.data;
  }
  const layout = { ...layoutDefaults, ...(sound as Partial<Layout>) };
  for (const edge of Object.keys(edgeLimits) as Edge[]) {
    const [low, high] = edgeLimits[edge];
    layout[edge] = Math.min(high, Math.max(low, layout[edge]));
  }
  return layout;
}

/** Reads the remembered layout and keeps it from then on, at most twice a second. Returns the way to stop. */
export async function rememberLayout(): Promise<() => void> {
  const { settings } = await ask('program.settings', {});
  layoutStore.setState(parseLayout(settings['layout']));
  let timer: ReturnType<typeof setTimeout> | undefined;
  const save = () => {
    timer = undefined;
    const { stageOnly: _, narrow: __, front: ___, ...layout } = layoutStore.getState();
    ask('program.saveSettings', { settings: { layout } }).catch(() => undefined);
  };
  const quit = layoutStore.subscribe(() => {
    timer ??= setTimeout(save, 500);
  });
  return () => {
    clearTimeout(timer);
    quit();
  };
}
