import { styled } from '@mui/material/styles';
import { useState } from 'react';
import { useStore } from 'zustand';
import { attempt } from '../../state/notices.ts';
import { draftStore, pickRecipe, saveRecipe, takeRecipe } from '../../state/recipe-draft.ts';
import { runsStore } from '../../state/runs.ts';
import { selectionStore } from '../../state/selection.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Select, TextField } from '../../ui/field.tsx';
import { colour } from '../../ui/tokens.ts';

const Line = styled('div')({ display: 'flex', gap: 4, alignItems: 'center' });
const Says = styled('p')({ color: colour.muted, fontSize: 12, lineHeight: '16px', margin: '8px 0 0' });

/** Which recipe is in hand, why, and keeping it under a name. */
export function RecipeHead() {
  const recipes = useStore(runsStore, (s) => s.recipes);
  const { recipe, edited, reason } = useStore(draftStore);
  const shown = useStore(selectionStore, (s) => s.shown);
  const [name, setName] = useState<string | null>(null);
  const listed = recipes.find(({ id }) => id === recipe?.id);

  const save = async () => {
    if (name === null || name.trim() === '') return;
    const saved = await attempt('inspector', 'save recipe', async () => {
      await saveRecipe(name);
      return true;
    });
    if (saved === true) setName(null);
  };
  const options = recipes.map(({ id, title }) => [id, title] as const);
  if (recipe !== null && listed === undefined) options.unshift([recipe.id, recipe.title]);
  return (
    <>
      <Line>
        <Select
          aria-label="Recipe"
          value={recipe?.id ?? ''}
          options={recipe === null ? [['', 'Choose a recipe'] as const, ...options] : options}
          onPick={(id) => {
            const picked = recipes.find((r) => r.id === id);
            if (picked === undefined || shown === null) return;
            const { title, help, steps } = picked;
            void attempt('inspector', 'suggest', () =>
              pickRecipe({ id, title, help, steps }, shown.imageId, shown.frame),
            );
          }}
        />
        {edited && listed !== undefined ? (
          <IconButton
            icon="restore"
            label={`Back to ${listed.title} as it was`}
            onClick={() => takeRecipe({ id: listed.id, title: listed.title, help: listed.help, steps: listed.steps })}
          />
        ) : null}
      </Line>
      {recipe === null ? null : <Says>{reason ?? recipe.help}</Says>}
      {name === null ? (
        edited ? (
          <Says>
            Changed.{' '}
            <Button look="quiet" onClick={() => setName(`${recipe?.title ?? 'Recipe'} 2`)}>
              Save as my recipe…
            </Button>
          </Says>
        ) : null
      ) : (
        <Line style={{ marginTop: 8 }}>
          <TextField
            aria-label="Name of the recipe"
            autoFocus
            value={name}
            onText={setName}
            onEnter={() => void save()}
            onEscape={() => setName(null)}
          />
          <Button look="primary" disabled={name.trim() === ''} onClick={() => void save()}>
            Save
          </Button>
        </Line>
      )}
    </>
  );
}
