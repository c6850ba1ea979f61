import { styled } from '@mui/material/styles';
import { useStore } from 'zustand';
import { runById } from '../../commands/list.ts';
import { libraryStore } from '../../state/library.ts';
import { draftStore, type Scope, setDraft } from '../../state/recipe-draft.ts';
import { imagesIn, imagesToSegment, isPattern } from '../../state/segmenting.ts';
import { selectionStore } from '../../state/selection.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox, Select } from '../../ui/field.tsx';
import { Keys } from '../../ui/keys.tsx';
import { NoticeBox } from '../../ui/notices.tsx';
import { count } from '../../ui/quantity.ts';
import { colour } from '../../ui/tokens.ts';
import { PreviewFacts } from './preview-facts.tsx';

const Bar = styled('div')({
  flex: 'none',
  display: 'flex',
  flexDirection: 'column',
  gap: 8,
  padding: 12,
  borderTop: `1px solid ${colour.line}`,
  backgroundColor: colour.panel,
});
const Line = styled('div')({ display: 'flex', gap: 8 });

/** On what the recipe in hand is run, and the button that does it. */
export function ApplyBar() {
  const { scope, frames, recipe, patterns } = useStore(draftStore);
  const marked = useStore(selectionStore, (s) => s.imageIds.length);
  useStore(selectionStore, (s) => s.shown);
  useStore(libraryStore, (s) => s.images);
  const options: (readonly [Scope, string])[] = [
    ['shown', 'This image'],
    ...(marked > 1 ? [['marked', `${marked} selected images`] as const] : []),
    ['sample', `This sample (${count(imagesIn('sample').length, 'image')})`],
    ['all', `All images (${imagesIn('all').length})`],
  ];
  const wanted = options.some(([value]) => value === scope) ? scope : 'shown';
  const images = imagesToSegment(wanted, patterns);
  const left = imagesIn(wanted).filter(isPattern).length;
  const stacks = images.some((image) => image.frames > 1);
  return (
    <Bar>
      <PreviewFacts />
      <Line>
        <Select
          aria-label="Segment which images"
          value={wanted}
          options={options}
          onPick={(value) => setDraft({ scope: value })}
        />
      </Line>
      {stacks ? (
        <Checkbox
          label="Every frame of stacks"
          checked={frames === 'all'}
          onCheck={(on) => setDraft({ frames: on ? 'all' : 'first' })}
        />
      ) : null}
      {left === 0 ? null : (
        <>
          {patterns ? null : (
            <NoticeBox
              kind="suspect"
              text={
                wanted === 'shown'
                  ? 'This is a diffraction pattern: its pixels are in nm⁻¹, and its spots are no particles.'
                  : `${count(left, 'diffraction pattern')} left out: spots are no particles.`
              }
            />
          )}
          <Checkbox
            label={left === 1 ? 'Segment the pattern anyway' : 'Segment patterns anyway'}
            checked={patterns}
            onCheck={(on) => setDraft({ patterns: on })}
          />
        </>
      )}
      <Button look="primary" disabled={recipe === null || images.length === 0} onClick={() => runById('segment.start')}>
        Segment {count(images.length, 'image')}
        <Keys shortcut="Mod+Enter" />
      </Button>
    </Bar>
  );
}
