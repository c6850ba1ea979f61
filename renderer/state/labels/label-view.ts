import { createStore } from 'zustand/vanilla';

/** How labels lie over the image. It never changes them. */
export interface LabelView {
  readonly visible: boolean;
  readonly showClasses: boolean;
  readonly showInstances: boolean;
  /** The inside is tinted. */
  readonly fill: boolean;
  readonly outline: boolean;
  /** 0..1, of both. */
  readonly opacity: number;
  /** Colour of particles: that of their class, or each its own. */
  readonly colourBy: 'class' | 'each';
  /** Only the selected particles are drawn. */
  readonly onlySelected: boolean;
  /** Particles that are not drawn. */
  readonly hidden: ReadonlySet<number>;
  /** Classes whose pixels and particles are not drawn. */
  readonly hiddenClasses: ReadonlySet<number>;
  /** What a run found, drawn in place of the labels (A/B); null = the labels. */
  readonly prediction: { readonly runId: number } | null;
  /** How unsure the forest is of each pixel, else the run of each particle, is drawn in place of the labels. */
  readonly uncertainty: boolean;
}

export const labelViewStore = createStore<LabelView>()(() => ({
  visible: true,
  showClasses: true,
  showInstances: true,
  fill: true,
  outline: true,
  opacity: 0.5,
  colourBy: 'class',
  onlySelected: false,
  hidden: new Set(),
  hiddenClasses: new Set(),
  prediction: null,
  uncertainty: false,
}));

/** @public */
export function setLabelView(change: Partial<LabelView>): void {
  labelViewStore.setState(change);
}
