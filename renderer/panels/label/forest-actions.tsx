import { styled } from '@mui/material/styles';
import { useState } from 'react';
import { useStore } from 'zustand';
import { Recipe } from '../../../app/domain/recipe.ts';
import { keepForest, labelByForest } from '../../state/labels/forest.ts';
import { freshName } from '../../state/labels/label-sets.ts';
import { attempt, dismissNotice, showNotice } from '../../state/notices.ts';
import { takeRecipe } from '../../state/recipe-draft.ts';
import { enterRoom } from '../../state/room.ts';
import { loadRecipes, runsStore } from '../../state/runs.ts';
import { selectionStore } from '../../state/selection.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox, FieldRow, TextField } from '../../ui/field.tsx';
import { Form } from './form.tsx';
import { framesIn, type Where } from './frames-in.ts';
import { WhereRow } from './where-row.tsx';

const Actions = styled('div')({ display: 'flex', gap: 6, paddingTop: 6, flexWrap: 'wrap' });

/** Takes a kept forest's recipe into hand where images are segmented. */
async function segmentWith(id: string): Promise<void> {
  dismissNotice('inspector', 'forest kept');
  await loadRecipes();
  const recipe = runsStore.getState().recipes.find((one) => one.id === id);
  if (recipe !== undefined) takeRecipe(Recipe.parse(recipe));
  enterRoom('segment');
}

/** A forest in use: its classes become labels, or it is kept as a recipe. */
export function ForestActions() {
  const shown = useStore(selectionStore, (s) => s.shown);
  const [where, setWhere] = useState<Where>('frame');
  const [everywhere, setEverywhere] = useState(false);
  const [naming, setNaming] = useState<string | null>(null);
  const recipes = useStore(runsStore, (s) => s.recipes);
  const frames = framesIn(where, shown);
  const keep = () => {
    const title = naming?.trim() ?? '';
    if (title === '') return;
    setNaming(null);
    void attempt('inspector', 'keep forest', async () => {
      const id = await keepForest(title);
      if (id === null) return;
      showNotice({
        key: 'forest kept',
        place: 'inspector',
        kind: 'info',
        text: `“${title}” is kept as a recipe.`,
        remedy: 'It segments any image of the project.',
        action: { title: 'Segment with it', run: () => void attempt('inspector', 'recipe', () => segmentWith(id)) },
      });
    });
  };
  return (
    <Form>
      <WhereRow where={where} onWhere={setWhere} />
      <Checkbox label="Over what is labelled too" checked={everywhere} onCheck={setEverywhere} />
      <Actions>
        <Button
          icon="brush"
          disabled={frames.length === 0}
          onClick={() =>
            void attempt('inspector', 'forest labels', () => labelByForest(frames, everywhere ? 'replace' : 'fill'))
          }
        >
          Use as labels
        </Button>
        {naming === null ? (
          <Button
            icon="flag"
            onClick={() =>
              setNaming(
                freshName(
                  'Forest',
                  recipes.map(({ title }) => title),
                ),
              )
            }
          >
            Keep as recipe…
          </Button>
        ) : null}
      </Actions>
      {naming === null ? null : (
        <FieldRow label="Name">
          {(id) => (
            <span style={{ display: 'flex', gap: 4 }}>
              <TextField
                id={id}
                autoFocus
                value={naming}
                onText={setNaming}
                onEnter={keep}
                onEscape={() => setNaming(null)}
              />
              <Button look="primary" disabled={naming.trim() === ''} onClick={keep}>
                Keep
              </Button>
            </span>
          )}
        </FieldRow>
      )}
    </Form>
  );
}
