import { styled } from '@mui/material/styles';
import { useStore } from 'zustand';
import { FeatureFamily, featureScales } from '../../../app/domain/forest.ts';
import { forestStore, setFeatures, setLevels } from '../../state/labels/forest.ts';
import { FieldRow, Select } from '../../ui/field.tsx';
import { Fold } from '../../ui/fold.tsx';
import { thinSpace } from '../../ui/quantity.ts';
import { Tip } from '../../ui/tip.tsx';
import { colour } from '../../ui/tokens.ts';
import { Segmented } from './tool-options.tsx';

const Line = styled('label')({
  display: 'grid',
  gridTemplateColumns: '14px 108px minmax(0, 1fr) 40px',
  alignItems: 'center',
  columnGap: 8,
  minHeight: 24,
  '& input': { width: 14, height: 14, margin: 0, accentColor: colour.accent },
});
const Track = styled('span')({ height: 6, borderRadius: 3, backgroundColor: colour.line, overflow: 'hidden' });
const Bar = styled('span')({ display: 'block', height: '100%', backgroundColor: colour.accent });
const Share = styled('span')({ color: colour.muted, fontSize: 12, textAlign: 'right' });
const Head = styled('p')({ color: colour.muted, fontSize: 12, lineHeight: '16px', padding: '6px 0 2px' });

const families: Readonly<Record<FeatureFamily, readonly [title: string, help: string]>> = {
  grey: ['Grey level', 'Gaussian, and the difference to the next finer scale'],
  edges: ['Edges', 'Length of the gradient'],
  curvature: ['Ridges and spots', 'Eigenvalues of the Hessian'],
  texture: ['Texture', 'Structure tensor of fine detail, and the deviation around'],
  lines: ['Thin lines', 'Means along lines of 19 px in 16 directions: shells, membranes, fringes'],
};

/** What the forest looks at, and what of it helped. */
export function ForestFilters() {
  const { settings, told } = useStore(forestStore);
  const { scales, families: chosen } = settings.features;
  const sum = (fits: (one: { family: FeatureFamily; scale: number }) => boolean) =>
    (told?.importance ?? []).filter(fits).reduce((all, { share }) => all + share, 0);
  const line = (key: string, title: string, help: string, on: boolean, share: number, set: (on: boolean) => void) => (
    <Tip key={key} title={title} more={help} placement="left">
      <Line>
        <input type="checkbox" checked={on} onChange={(event) => set(event.target.checked)} />
        <span>{title}</span>
        <Track>
          <Bar style={{ width: `${Math.round(100 * share)}%` }} />
        </Track>
        <Share>{told === null || !on ? '' : `${Math.round(100 * share)}${thinSpace}%`}</Share>
      </Line>
    </Tip>
  );
  return (
    <Fold id="forest filters" title="Filters and scales">
      <Head>{told === null ? 'What it looks at' : 'What it looks at, and what told the classes apart'}</Head>
      {FeatureFamily.options.map((family) =>
        line(
          family,
          families[family][0],
          families[family][1],
          chosen.includes(family),
          sum((one) => one.family === family),
          (on) =>
            setFeatures({
              families: FeatureFamily.options.filter((one) => (one === family ? on : chosen.includes(one))),
            }),
        ),
      )}
      <Head>Scales, px</Head>
      <Segmented role="group" aria-label="Scales of the filters, px" style={{ width: 'fit-content' }}>
        {featureScales.map((scale) => (
          <button
            key={scale}
            type="button"
            aria-pressed={scales.includes(scale)}
            title={
              told === null
                ? ''
                : `${Math.round(100 * sum((one) => one.scale === scale))} % of what told the classes apart`
            }
            onClick={() =>
              setFeatures({ scales: featureScales.filter((one) => (one === scale) !== scales.includes(one)) })
            }
          >
            {scale}
          </button>
        ))}
      </Segmented>
      <div style={{ height: 6 }} />
      <FieldRow label="Grey levels">
        {(id) => (
          <Select
            id={id}
            title="Where frames differ in exposure each is seen on its own scale; where they do not, on one for all"
            value={settings.levels}
            options={[
              ['frame', 'Frame by frame'],
              ['stored', 'One scale for all'],
            ]}
            onPick={setLevels}
          />
        )}
      </FieldRow>
    </Fold>
  );
}
