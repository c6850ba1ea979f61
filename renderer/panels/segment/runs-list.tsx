import { styled } from '@mui/material/styles';
import { useState } from 'react';
import { useStore } from 'zustand';
import type { RunInfo } from '../../../app/contract/segmentation.ts';
import { runById } from '../../commands/list.ts';
import { attempt } from '../../state/notices.ts';
import { takeRecipe } from '../../state/recipe-draft.ts';
import { runsStore } from '../../state/runs.ts';
import { edit } from '../../state/saving.ts';
import { compareRun, selectionStore, selectRun } from '../../state/selection.ts';
import { setView } from '../../state/view.ts';
import { IconButton } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { ago, count, grouped } from '../../ui/quantity.ts';
import { colour, size } from '../../ui/tokens.ts';

const List = styled('ul')({ margin: 0, padding: 0, listStyle: 'none' });
const Item = styled('li')<{ chosen: boolean }>(({ chosen }) => ({
  display: 'flex',
  alignItems: 'center',
  gap: 2,
  borderRadius: size.radius,
  padding: '2px 2px 2px 0',
  backgroundColor: chosen ? colour.selected : 'transparent',
  '&:hover': { backgroundColor: chosen ? colour.selected : colour.hover },
  '& .more': { display: 'none' },
  '&:hover .more, &:focus-within .more': { display: 'flex' },
}));
const Pick = styled('button')({
  flex: '1 1 auto',
  minWidth: 0,
  border: 0,
  background: 'none',
  textAlign: 'left',
  padding: '4px 8px',
});
const Title = styled('div')({ overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' });
const Muted = styled('div')({
  color: colour.muted,
  fontSize: 12,
  lineHeight: '16px',
  overflow: 'hidden',
  textOverflow: 'ellipsis',
  whiteSpace: 'nowrap',
});
const None = styled('p')({ color: colour.muted });

const states: Readonly<Record<RunInfo['state'], string>> = {
  running: 'running',
  complete: '',
  stopped: 'stopped',
  interrupted: 'interrupted',
};

function facts(run: RunInfo): string {
  const images = new Set(run.results.map(({ imageId }) => imageId)).size;
  const state = states[run.state] === '' ? [] : [`${states[run.state]}, ${run.results.length} of ${run.planned}`];
  return [`${grouped(run.particles)} particles`, count(images, 'image'), ...state, ago(run.created, Date.now())].join(
    ' · ',
  );
}

function RunItem({ run }: { readonly run: RunInfo }) {
  const { runId, otherRunId } = useStore(selectionStore);
  const [name, setName] = useState<string | null>(null);
  const rename = async () => {
    if (name === null || name.trim() === '') return;
    await attempt('inspector', 'rename run', () => edit('runs.rename', { id: run.id, title: name.trim() }));
    setName(null);
  };
  const compared = otherRunId === run.id;
  if (name !== null) {
    return (
      <Item chosen={runId === run.id}>
        <TextField
          aria-label="Name of the run"
          autoFocus
          value={name}
          onText={setName}
          onEnter={() => void rename()}
          onEscape={() => setName(null)}
          onBlur={() => void rename()}
        />
      </Item>
    );
  }
  return (
    <Item chosen={runId === run.id}>
      <Pick
        type="button"
        aria-pressed={runId === run.id}
        onClick={() => selectRun(run.id)}
        onDoubleClick={() => setName(run.title)}
      >
        <Title>{run.title}</Title>
        <Muted>{facts(run)}</Muted>
      </Pick>
      <span className="more">
        <IconButton icon="pencil" label={`Rename ${run.title}`} onClick={() => setName(run.title)} />
        <IconButton icon="restore" label="Take its recipe into hand" onClick={() => takeRecipe(run.recipe)} />
        <IconButton
          icon="trash"
          label={`Remove ${run.title}`}
          onClick={() => void attempt('inspector', 'remove run', () => edit('runs.remove', { id: run.id }))}
        />
      </span>
      {runId === run.id || runId === null ? null : (
        <IconButton
          icon="compare"
          label={compared ? 'Stop comparing' : 'Compare with a swipe'}
          aria-pressed={compared}
          onClick={() => {
            compareRun(compared ? null : run.id);
            setView({ compare: compared ? 'off' : 'swipe' });
          }}
        />
      )}
    </Item>
  );
}

/** Results of the project, newest first: choose, compare, rename, remove. */
export function RunsList() {
  const runs = useStore(runsStore, (s) => s.runs);
  if (runs.length === 0) return <None>No image is segmented yet. What the recipe finds is kept here, run by run.</None>;
  return (
    <>
      <List>
        {runs.map((run) => (
          <RunItem key={run.id} run={run} />
        ))}
      </List>
      <Muted style={{ padding: '8px 0 0' }}>
        <button
          type="button"
          onClick={() => runById('rooms.particles')}
          style={{ all: 'unset', color: colour.accent, cursor: 'pointer' }}
        >
          See the particles
        </button>
      </Muted>
    </>
  );
}
