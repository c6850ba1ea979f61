import { styled } from '@mui/material/styles';
import { useStore } from 'zustand';
import { cssGradient } from '../../scene/colour-maps.ts';
import { forestStore } from '../../state/labels/forest.ts';
import { labelViewStore } from '../../state/labels/label-view.ts';
import { selectionStore } from '../../state/selection.ts';
import { tableStore } from '../../state/table.ts';
import { uncertaintyMap, uncertaintySource } from '../../state/uncertainty.ts';

const Plate = styled('div')({
  position: 'absolute',
  right: 12,
  bottom: 12,
  width: 190,
  padding: '6px 10px 8px',
  borderRadius: 4,
  backgroundColor: 'rgba(0, 0, 0, 0.72)',
  color: '#fff',
  fontSize: 12,
  lineHeight: '16px',
  pointerEvents: 'none',
});
const Bar = styled('div')({ height: 8, borderRadius: 2, margin: '4px 0 2px', boxShadow: 'inset 0 0 0 1px #ffffff40' });
const Ends = styled('div')({ display: 'flex', justifyContent: 'space-between', color: '#ffffffc0' });

const saying = {
  forest: ['Uncertainty of the forest', 'Sure', 'Two classes alike'],
  run: ['Uncertainty of the run', 'Sure', 'Unsure'],
} as const;

/** What the colours of the uncertainty map mean, while it is shown. */
export function UncertaintyLegend() {
  const shown = useStore(labelViewStore, (s) => s.uncertainty);
  useStore(forestStore, (s) => s.on);
  useStore(selectionStore, (s) => s.runId);
  useStore(tableStore, (s) => s.tables);
  const source = uncertaintySource();
  if (!shown || source === null) return null;
  const [title, low, high] = saying[source];
  return (
    <Plate role="img" aria-label={`${title}: dark is sure, bright is unsure`}>
      {title}
      <Bar style={{ backgroundImage: cssGradient(uncertaintyMap) }} />
      <Ends>
        <span>{low}</span>
        <span>{high}</span>
      </Ends>
    </Plate>
  );
}
