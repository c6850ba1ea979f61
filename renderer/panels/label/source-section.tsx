import { styled } from '@mui/material/styles';
import { useState } from 'react';
import { useStore } from 'zustand';
import { convertLabels, takeFromRun } from '../../state/labels/label-jobs.ts';
import { labelStore } from '../../state/labels/label-store.ts';
import { attempt } from '../../state/notices.ts';
import { runsStore } from '../../state/runs.ts';
import { selectionStore } from '../../state/selection.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox, FieldRow, Input, Select } from '../../ui/field.tsx';
import { count } from '../../ui/quantity.ts';
import { Actions, Form, Quiet } from './form.tsx';
import { framesIn, type Where } from './frames-in.ts';
import { WhereRow } from './where-row.tsx';

const Says = styled(Quiet)({ padding: '2px 0 6px' });

/** What a run found, as labels to be corrected. */
export function TakeSection() {
  const runs = useStore(runsStore, (s) => s.runs);
  const { classes, activeClassId } = useStore(labelStore);
  const { runId, shown } = useStore(selectionStore);
  const [where, setWhere] = useState<Where>('frame');
  const [mode, setMode] = useState<'add' | 'replace'>('add');
  const [everything, setEverything] = useState(false);
  const [picked, setPicked] = useState<number | null>(null);
  const run = runs.find(({ id }) => id === (picked ?? runId)) ?? runs[0];
  if (run === undefined) {
    return <Says>No image is segmented yet. What a run finds can be taken in here and corrected.</Says>;
  }
  const into = classes.find(({ id }) => id === activeClassId)?.name ?? '';
  const frames = framesIn(where, shown)
    .filter(({ imageId, frame }) => run.results.some((r) => r.imageId === imageId && r.frame === frame))
    .map(({ imageId, frame }) => ({ imageId, frame }));
  return (
    <Form>
      <FieldRow label="Run">
        {(id) => (
          <Select
            id={id}
            value={String(run.id)}
            options={runs.map((one) => [String(one.id), one.title] as const)}
            onPick={(value) => setPicked(Number(value))}
          />
        )}
      </FieldRow>
      <WhereRow where={where} onWhere={setWhere} />
      <FieldRow label="Labels there">
        {(id) => (
          <Select
            id={id}
            value={mode}
            options={[
              ['add', 'Stay; new ones come'],
              ['replace', 'Give way'],
            ]}
            onPick={setMode}
          />
        )}
      </FieldRow>
      <Checkbox label="Also what the filter drops or a person rejected" checked={everything} onCheck={setEverything} />
      <Actions>
        <Button
          icon="import"
          disabled={frames.length === 0 || into === ''}
          onClick={() =>
            void attempt('inspector', 'take in', () =>
              takeFromRun({ runId: run.id, frames, classId: activeClassId, mode, everything }),
            )
          }
        >
          {frames.length === 0 ? 'The run has nothing here' : `Take ${count(frames.length, 'frame')} in as ${into}`}
        </Button>
      </Actions>
    </Form>
  );
}

/** From classes to particles and back. */
export function ConvertSection() {
  const classes = useStore(labelStore, (s) => s.classes);
  const shown = useStore(selectionStore, (s) => s.shown);
  const [where, setWhere] = useState<Where>('frame');
  const [seeds, setSeeds] = useState('');
  const [fillBackground, setFillBackground] = useState(true);
  const overlaps = classes.some(({ role }) => role === 'overlap');
  const frames = framesIn(where, shown).map(({ imageId, frame }) => ({ imageId, frame }));
  const seedDistance = seeds.trim() === '' ? null : Number(seeds);
  const sound = seedDistance === null || (seedDistance > 0 && Number.isFinite(seedDistance));
  const convert = (to: 'instances' | 'classes') =>
    void attempt('inspector', 'convert', () =>
      convertLabels(frames, { to, seedDistance, unionSeedDistance: seedDistance === null ? null : 5, fillBackground }),
    );
  return (
    <Form>
      <Says>
        {overlaps
          ? 'An overlap belongs to every particle that it touches, so each particle comes out whole.'
          : 'Particles that touch are parted where they are thinnest.'}
      </Says>
      <WhereRow where={where} onWhere={setWhere} />
      <FieldRow label="Seeds, px" problem={sound ? null : 'A distance over 0 px'}>
        {(id) => (
          <Input
            id={id}
            inputMode="decimal"
            aria-invalid={!sound}
            title="How far from its edge a particle must be somewhere to be one of its own"
            placeholder="From the particles' sizes"
            value={seeds}
            onChange={(event) => setSeeds(event.target.value)}
          />
        )}
      </FieldRow>
      <Checkbox
        label="Back to classes: the rest becomes background"
        checked={fillBackground}
        onCheck={setFillBackground}
      />
      <Actions>
        <Button disabled={!sound || frames.length === 0} onClick={() => convert('instances')}>
          Particles from classes
        </Button>
        <Button disabled={frames.length === 0} onClick={() => convert('classes')}>
          Classes from particles
        </Button>
      </Actions>
    </Form>
  );
}
