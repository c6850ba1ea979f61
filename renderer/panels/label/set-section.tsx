import { styled } from '@mui/material/styles';
import { useState } from 'react';
import { useStore } from 'zustand';
import { classPresets } from '../../../app/domain/labels/label-class.ts';
import { requestFocus } from '../../commands/focus.ts';
import {
  createLabelSet,
  freshName,
  labelSetsStore,
  removeLabelSet,
  renameLabelSet,
  workOnSet,
} from '../../state/labels/label-sets.ts';
import { labelStore } from '../../state/labels/label-store.ts';
import { attempt } from '../../state/notices.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Select, TextField } from '../../ui/field.tsx';
import { count } from '../../ui/quantity.ts';
import { Swatch } from '../../ui/swatch.tsx';
import { colour, groupColours } from '../../ui/tokens.ts';
import { Quiet } from './form.tsx';

const Line = styled('div')({ display: 'flex', gap: 4, alignItems: 'center' });
const Says = styled(Quiet)({ marginTop: 6 });
const Presets = styled('div')({ display: 'flex', flexDirection: 'column', gap: 4, marginTop: 8 });
const Preset = styled('button')({
  display: 'flex',
  alignItems: 'center',
  gap: 8,
  minHeight: 36,
  padding: '4px 10px',
  border: `1px solid ${colour.line}`,
  borderRadius: 4,
  background: 'none',
  textAlign: 'left',
  '&:hover': { borderColor: colour.edge, backgroundColor: colour.hover },
});
const Swatches = styled('span')({ display: 'flex', gap: 3 });

const own = {
  id: 'own',
  title: 'One class of my own',
  classes: [{ id: 1, name: 'Class 1', colour: groupColours[0], role: 'other' as const }],
};

/** What to label, to begin with: classes that belong together. */
export function PresetList({ onMade }: { readonly onMade?: () => void }) {
  const sets = useStore(labelSetsStore, (s) => s.sets);
  return (
    <Presets role="group" aria-label="Classes to begin with">
      {[...classPresets, own].map((preset) => (
        <Preset
          key={preset.id}
          type="button"
          onClick={() =>
            void attempt('inspector', 'label set', async () => {
              const name = freshName(
                'Labels',
                sets.map((one) => one.name),
              );
              const made = await createLabelSet(name, preset);
              await workOnSet(made.id);
              // the button that was pressed is gone; what comes next is painting
              if (sets.length === 0) requestFocus('stage');
              onMade?.();
            })
          }
        >
          <Swatches>
            {preset.classes.map(({ id, colour: tone }) => (
              <Swatch key={id} colour={tone} />
            ))}
          </Swatches>
          {preset.title}
        </Preset>
      ))}
    </Presets>
  );
}

/** Which label set is worked on; adding, renaming and removing sets. */
export function SetSection() {
  const { sets } = useStore(labelSetsStore);
  const setId = useStore(labelStore, (s) => s.setId);
  const [name, setName] = useState<string | null>(null);
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState(false);
  const used = sets.find(({ id }) => id === setId);
  if (used === undefined) return null;
  const rename = () => {
    const wish = name?.trim() ?? '';
    setName(null);
    if (wish !== '' && wish !== used.name) {
      void attempt('inspector', 'label set', () => renameLabelSet(used.id, wish));
    }
  };
  return (
    <>
      <Line>
        {name === null ? (
          <Select
            aria-label="Label set"
            value={String(used.id)}
            options={sets.map(({ id, name: title }) => [String(id), title] as const)}
            onPick={(id) => void attempt('inspector', 'label set', () => workOnSet(Number(id)))}
          />
        ) : (
          <TextField
            aria-label="Name of the label set"
            autoFocus
            value={name}
            onText={setName}
            onEnter={rename}
            onEscape={() => setName(null)}
            onBlur={rename}
          />
        )}
        <IconButton icon="pencil" label="Rename the label set" onClick={() => setName(used.name)} />
        <IconButton
          icon="plus"
          label="Add a label set"
          more="For another question, or another person's labels."
          aria-pressed={adding}
          onClick={() => setAdding(!adding)}
        />
        <IconButton
          icon="trash"
          label="Remove the label set"
          aria-pressed={removing}
          onClick={() => setRemoving(!removing)}
        />
      </Line>
      {removing ? (
        <Says>
          {used.name} has labels on {count(used.frames, 'frame')} with {count(used.instances, 'particle')}. Undo brings
          them back.{' '}
          <Button
            onClick={() => {
              setRemoving(false);
              void attempt('inspector', 'label set', () => removeLabelSet(used.id));
            }}
          >
            Remove {used.name}
          </Button>
        </Says>
      ) : null}
      {adding ? <PresetList onMade={() => setAdding(false)} /> : null}
      {adding || removing || used.frames === 0 ? null : (
        <Says>
          {count(used.frames, 'frame')} labelled, {used.reviewed} reviewed
        </Says>
      )}
    </>
  );
}
