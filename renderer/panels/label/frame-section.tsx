import { styled } from '@mui/material/styles';
import { useStore } from 'zustand';
import { frameKey, labelSetsStore } from '../../state/labels/label-sets.ts';
import { labelStore } from '../../state/labels/label-store.ts';
import { libraryStore } from '../../state/library.ts';
import { selectionStore } from '../../state/selection.ts';
import { CommandButton } from '../../ui/command-button.tsx';
import { Quiet } from './form.tsx';

const Box = styled('div')({ display: 'flex', flexWrap: 'wrap', gap: 4 });
const Says = styled(Quiet)({ paddingBottom: 8 });

/** What can be done with the labels of the shown frame as a whole. */
export function FrameSection() {
  const shown = useStore(selectionStore, (s) => s.shown);
  const known = useStore(labelSetsStore, (s) => (shown === null ? undefined : s.frames.get(frameKey(shown))));
  const frames = useStore(libraryStore, (s) => (shown === null ? 1 : (s.imageById.get(shown.imageId)?.frames ?? 1)));
  // which buttons make sense changes with every edit
  useStore(labelStore, (s) => s.settled);
  const layer = useStore(labelStore, (s) => s.layer);
  const reviewed = known?.reviewed === true;
  return (
    <>
      <Says>{reviewed ? 'Reviewed: it may train a model.' : 'Not reviewed yet: it trains no model.'}</Says>
      <Box role="group" aria-label="This frame">
        <CommandButton id="review.frame" label={reviewed ? 'Take the mark off' : 'Mark as reviewed'} icon="check" />
        {reviewed ? <CommandButton id="train.retrain" label="Retrain" /> : null}
        {frames > 1 ? (
          <>
            <CommandButton id="label.copyToNext" label="Copy to next frame" icon="copy" />
            <CommandButton id="label.interpolate" label="Fill frames between" icon="frames" />
          </>
        ) : null}
        {layer === 'classes' ? <CommandButton id="label.fillClassHoles" label="Fill holes of class" /> : null}
        <CommandButton
          id={layer === 'classes' ? 'label.clear.classes' : 'label.clear.instances'}
          label={layer === 'classes' ? 'Clear classes' : 'Clear particles'}
          icon="trash"
        />
      </Box>
    </>
  );
}
