import { styled } from '@mui/material/styles';
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { followPreview } from '../../state/live-preview.ts';
import { attempt } from '../../state/notices.ts';
import { draftStore, loadSteps, pickRecipe } from '../../state/recipe-draft.ts';
import { runsStore } from '../../state/runs.ts';
import { followStartedRuns } from '../../state/segmenting.ts';
import { selectionStore } from '../../state/selection.ts';
import { Empty } from '../../ui/empty.tsx';
import { Section } from '../../ui/section.tsx';
import { AddStep } from './add-step.tsx';
import { ApplyBar } from './apply-bar.tsx';
import { RecipeHead } from './recipe-head.tsx';
import { RunsList } from './runs-list.tsx';
import { StepCard } from './step-card.tsx';

const Scroll = styled('div')({ flex: '1 1 0', minHeight: 0, overflow: 'auto' });
const Steps = styled('ol')({ margin: 0, padding: 0 });

/** The recipe that is in hand when the room is entered first: what the program chooses for this image. */
function useFirstRecipe(): void {
  const recipes = useStore(runsStore, (s) => s.recipes);
  const recipe = useStore(draftStore, (s) => s.recipe);
  const shown = useStore(selectionStore, (s) => s.shown);
  const edited = useStore(draftStore, (s) => s.edited);
  const automatic = recipe === null || (recipe.id === 'automatic' && !edited);
  useEffect(() => {
    const first = recipes.find(({ id }) => id === 'automatic') ?? recipes[0];
    if (!automatic || first === undefined || shown === null) return;
    const { imageId, frame } = shown;
    void attempt('inspector', 'suggest', () =>
      pickRecipe({ id: first.id, title: first.title, help: first.help, steps: first.steps }, imageId, frame),
    );
  }, [recipes, automatic, shown]);
}

/** Right, in the Segment room: the recipe, its steps with a live preview, what to run it on, and the runs. */
export function SegmentInspector() {
  useFirstRecipe();
  const { recipe, steps, upToStep } = useStore(draftStore);
  const shown = useStore(selectionStore, (s) => s.shown);
  useEffect(() => {
    void attempt('inspector', 'load steps', loadSteps);
    const quits = [followPreview(), followStartedRuns(() => undefined)];
    return () => {
      for (const quit of quits) quit();
    };
  }, []);
  if (shown === null) return <Empty text="Import a micrograph to segment its particles." />;
  const infos = new Map(steps.map((step) => [step.id, step]));
  return (
    <>
      <Scroll>
        <Section id="recipe" title="Recipe">
          <RecipeHead />
        </Section>
        {recipe === null ? null : (
          <Section id="steps" title="Steps" actions={<AddStep />}>
            <Steps>
              {recipe.steps.map((use, index) => {
                const info = infos.get(use.step);
                return info === undefined ? null : (
                  <StepCard
                    key={`${index} ${use.step}`}
                    index={index}
                    last={index === recipe.steps.length - 1}
                    use={use}
                    info={info}
                    upToStep={upToStep}
                  />
                );
              })}
            </Steps>
          </Section>
        )}
        <Section id="runs" title="Runs">
          <RunsList />
        </Section>
      </Scroll>
      <ApplyBar />
    </>
  );
}
