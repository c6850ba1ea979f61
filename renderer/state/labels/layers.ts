import { type LabelLayerName, labelStore, setLayer } from './label-store.ts';
import { labelViewStore, setLabelView } from './label-view.ts';

/** Both layers are drawn at once. */
export const showsBoth = () => labelViewStore.getState().showClasses && labelViewStore.getState().showInstances;

/** Works on a layer and shows it; the other one stays in sight only when both were. */
export function workOnLayer(layer: LabelLayerName, both: boolean = showsBoth()): void {
  setLayer(layer);
  setLabelView({ showClasses: both || layer === 'classes', showInstances: both || layer === 'instances' });
}

/** Shows both layers, or the one that is worked on alone. */
export function showBoth(both: boolean): void {
  workOnLayer(labelStore.getState().layer, both);
}
