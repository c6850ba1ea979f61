import { styled } from '@mui/material/styles';
import { useStore } from 'zustand';
import type { ImageInfo } from '../../../app/contract/nouns.ts';
import { labelSetsStore } from '../../state/labels/label-sets.ts';
import { count, pixelSize, thinSpace } from '../../ui/quantity.ts';
import { Tip } from '../../ui/tip.tsx';
import { colour } from '../../ui/tokens.ts';

type DotState = 'yes' | 'no' | 'suspect';

const Column = styled('span')({ display: 'flex', gap: 4, flex: 'none' });
const Dot = styled('span', { shouldForwardProp: (prop) => prop !== 'state' })<{ state: DotState }>(({ state }) => ({
  width: 7,
  height: 7,
  borderRadius: 4,
  border: `1.5px solid ${state === 'suspect' ? colour.suspect : state === 'yes' ? colour.text : colour.edge}`,
  backgroundColor: state === 'suspect' ? colour.suspect : state === 'yes' ? colour.text : 'transparent',
}));

function calibrated(image: ImageInfo): { readonly state: DotState; readonly text: string } {
  const { calibration } = image;
  const size = pixelSize(calibration);
  if (size === null) return { state: 'no', text: 'Not calibrated' };
  const value = `${size.value}${thinSpace}${size.unit} a pixel, ${calibration.source}`;
  if (calibration.suspect.length > 0)
    return { state: 'suspect', text: `Check: ${value}\n${calibration.suspect.join('\n')}` };
  return { state: 'yes', text: `Calibrated: ${value}` };
}

function segmented(image: ImageInfo): { readonly state: DotState; readonly text: string } {
  if (image.latestRunId === null) return { state: 'no', text: 'Not segmented' };
  return { state: 'yes', text: `Segmented: ${count(image.particles ?? 0, 'particle')}` };
}

type Labelled = 'no' | 'yes' | 'all';

/** Whether frames of an image have labels in the set in use, and how many of these are reviewed. */
function useLabelled(imageId: number): { readonly labelled: boolean; readonly reviewed: Labelled } {
  const known = useStore(labelSetsStore, (s) => {
    let [frames, reviewed] = [0, 0];
    for (const one of s.frames.values()) {
      if (one.imageId !== imageId || (one.instances === 0 && one.labelledPixels === 0)) continue;
      frames++;
      if (one.reviewed) reviewed++;
    }
    // a string, so that rows whose dots stay the same are not drawn again
    return `${frames > 0} ${reviewed === 0 ? 'no' : reviewed === frames ? 'all' : 'yes'}`;
  });
  const [labelled, reviewed] = known.split(' ');
  return { labelled: labelled === 'true', reviewed: reviewed as Labelled };
}

/** What was done with an image, as dots in a fixed order: calibrated, labelled, reviewed, segmented. */
export function StateDots({ image }: { readonly image: ImageInfo }) {
  const { labelled, reviewed } = useLabelled(image.id);
  const states = [
    calibrated(image),
    { state: labelled ? 'yes' : 'no', text: labelled ? 'Labelled' : 'Not labelled' },
    {
      state: reviewed === 'no' ? 'no' : 'yes',
      text: { no: 'Labels not reviewed', yes: 'Labels reviewed on some frames', all: 'Labels reviewed' }[reviewed],
    },
    segmented(image),
  ] as const;
  const text = states.map((state) => state.text).join('\n');
  return (
    <Tip title={states[0].text.split('\n')[0]} more={text.split('\n').slice(1).join('\n')} placement="right">
      <Column role="img" aria-label={text}>
        {states.map(({ state }, i) => (
          <Dot key={i} state={state} />
        ))}
      </Column>
    </Tip>
  );
}
