import { styled } from '@mui/material/styles';
import { useState } from 'react';
import { useStore } from 'zustand';
import type { SampleInfo } from '../../../app/contract/nouns.ts';
import { pickPaths } from '../../state/browser.ts';
import { attempt } from '../../state/notices.ts';
import { runsStore } from '../../state/runs.ts';
import { stopWatching, type WatchedFolder, watchFolder, watchStore } from '../../state/watch.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { FieldRow, Select } from '../../ui/field.tsx';
import { Icon } from '../../ui/icons.tsx';
import { NoticeBox } from '../../ui/notices.tsx';
import { count } from '../../ui/quantity.ts';
import { colour } from '../../ui/tokens.ts';

const Says = styled('p')({ color: colour.muted, marginBottom: 8 });
const Watched = styled('div')({ display: 'flex', alignItems: 'flex-start', gap: 8, marginBottom: 8 });
const Where = styled('div')({ flex: '1 1 auto', minWidth: 0, overflowWrap: 'anywhere', userSelect: 'text' });
const Muted = styled('div')({ color: colour.muted, fontSize: 12, lineHeight: '16px' });
const Actions = styled('div')({ marginTop: 8 });

function WatchedLine({ folder }: { readonly folder: WatchedFolder }) {
  const recipes = useStore(runsStore, (s) => s.recipes);
  const recipe = recipes.find(({ id }) => id === folder.recipeId)?.title;
  return (
    <>
      <Watched>
        <Icon name="watch" />
        <Where>
          {folder.path}
          <Muted>
            {count(folder.taken, 'image')} taken in{recipe === undefined ? '' : `, each segmented with ${recipe}`}
          </Muted>
        </Where>
        <IconButton
          icon="stop"
          label="Stop watching"
          more="Images that came in stay."
          onClick={() => void attempt('inspector', 'watch', () => stopWatching(folder.path))}
        />
      </Watched>
      {folder.problem === null ? null : <NoticeBox kind="suspect" text={folder.problem} />}
      {folder.refused.map(({ path, message, remedy }) => (
        <NoticeBox key={path} kind="suspect" text={message} remedy={remedy} />
      ))}
    </>
  );
}

/** Folders whose new frames come into a sample by themselves, and the recipe that runs on each. */
export function WatchForm({ sample }: { readonly sample: SampleInfo }) {
  const folders = useStore(watchStore, (s) => s.folders);
  const recipes = useStore(runsStore, (s) => s.recipes);
  const [recipeId, setRecipeId] = useState('');
  const mine = folders.filter(({ sampleId }) => sampleId === sample.id);

  const start = async () => {
    const [path] = await pickPaths({
      purpose: 'open-folder',
      title: `Which folder feeds ${sample.name}?`,
      confirm: 'Watch this folder',
    });
    if (path === undefined) return;
    await attempt('inspector', 'watch', () =>
      watchFolder({ path, sampleId: sample.id, recipeId: recipeId === '' ? null : recipeId }),
    );
  };
  return (
    <>
      {mine.map((folder) => (
        <WatchedLine key={folder.path} folder={folder} />
      ))}
      {mine.length > 0 ? null : <Says>New micrographs in a folder come into this sample by themselves.</Says>}
      {recipes.length === 0 ? null : (
        <FieldRow label="Run on each">
          {(id) => (
            <Select
              id={id}
              value={recipeId}
              options={[['', 'nothing'] as const, ...recipes.map((recipe) => [recipe.id, recipe.title] as const)]}
              onPick={setRecipeId}
            />
          )}
        </FieldRow>
      )}
      <Actions>
        <Button icon="watch" onClick={() => void start()}>
          Watch a folder…
        </Button>
      </Actions>
    </>
  );
}
