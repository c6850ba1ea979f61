import { styled } from '@mui/material/styles';
import { useStore } from 'zustand';
import { labelSetsStore, workOnSet } from '../../state/labels/label-sets.ts';
import { labelStore } from '../../state/labels/label-store.ts';
import { libraryStore } from '../../state/library.ts';
import { attempt } from '../../state/notices.ts';
import { hasWishes, planStore, wish } from '../../state/training/plan.ts';
import { CommandButton } from '../../ui/command-button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Select } from '../../ui/field.tsx';
import { NoticeBox } from '../../ui/notices.tsx';
import { grouped } from '../../ui/quantity.ts';
import { Section } from '../../ui/section.tsx';
import { Swatch } from '../../ui/swatch.tsx';
import { Tip } from '../../ui/tip.tsx';
import { colour } from '../../ui/tokens.ts';
import { ModelsSection } from './models-section.tsx';
import { RetrainBar } from './retrain-bar.tsx';
import { SettingsSection } from './settings-section.tsx';
import { StartSection } from './start-section.tsx';
import { TrainingsSection } from './trainings-section.tsx';

const Scroll = styled('div')({ flex: '1 1 0', minHeight: 0, overflow: 'auto' });
const List = styled('ul')({ padding: '6px 0 0' });
const Item = styled('li')({
  display: 'flex',
  alignItems: 'center',
  gap: 8,
  minHeight: 26,
  '& input': { margin: 0, accentColor: colour.accent },
  '& label': { display: 'flex', alignItems: 'center', gap: 8, flex: '1 1 auto', minWidth: 0 },
});
const Muted = styled('span')({ color: colour.muted, fontSize: 12 });
const Says = styled('p')({ color: colour.muted, fontSize: 12, lineHeight: '16px', padding: '4px 0 0' });

/** Which labels are learned from: the label set, and its classes. */
function LearnSection() {
  const { sets } = useStore(labelSetsStore);
  const { setId, classes } = useStore(labelStore);
  const { proposal } = useStore(planStore);
  const planned = proposal?.plan.classes ?? [];
  const part = proposal?.frames.filter(({ split }) => split !== null) ?? [];
  // before any frame takes part, what there would be
  const learned = part.length > 0 ? part : (proposal?.frames ?? []);
  const pixels = classes.map((_, i) => learned.reduce((sum, frame) => sum + (frame.pixels[i] ?? 0), 0));
  const why =
    proposal?.reasons.filter(({ about }) => about === 'classes' || about === 'frames' || about === 'split') ?? [];
  const toggle = (id: number, on: boolean) => {
    const next = classes.map((one) => one.id).filter((one) => (one === id ? on : planned.includes(one)));
    void attempt('inspector', 'plan', () => wish({ classes: next }));
  };
  return (
    <>
      {sets.length < 2 ? null : (
        <Select
          aria-label="Label set to learn from"
          value={String(setId)}
          options={sets.map(({ id, name }) => [String(id), name] as const)}
          onPick={(id) => void attempt('inspector', 'label set', () => workOnSet(Number(id)))}
        />
      )}
      <List aria-label="Classes to tell apart">
        {classes.map((one, i) => (
          <Item key={one.id}>
            <label>
              <input
                type="checkbox"
                checked={planned.includes(one.id)}
                disabled={one.role === 'ignore'}
                onChange={(event) => toggle(one.id, event.target.checked)}
              />
              <Swatch colour={one.colour} small />
              {one.name}
            </label>
            <Tip
              title={`${grouped(pixels[i])} px of ${one.name}`}
              more={
                part.length > 0
                  ? 'In all frames that take part, by the labels as they are now.'
                  : 'In all labelled frames; none takes part yet.'
              }
            >
              <Muted>{pixels[i] > 0 ? `${grouped(pixels[i])} px` : 'none labelled'}</Muted>
            </Tip>
          </Item>
        ))}
      </List>
      {why.map(({ text }) => (
        <Says key={text}>{text}</Says>
      ))}
    </>
  );
}

/** Right, in the Train room: what is learned from, how, what it began with, and what came of it. */
export function TrainInspector() {
  const images = useStore(libraryStore, (s) => s.images.length);
  const { sets, loaded } = useStore(labelSetsStore);
  const failure = useStore(planStore, (s) => s.failure);
  const changed = useStore(planStore, hasWishes);
  if (images === 0) return <Empty text="Import micrographs, label a few, then train a network on them here." />;
  if (!loaded) return null;
  return (
    <>
      <Scroll>
        {failure === null ? null : <NoticeBox kind="error" text={failure.message} remedy={failure.remedy} />}
        {sets.length === 0 ? null : (
          <>
            <Section id="train learn" title="Learn to tell apart">
              <LearnSection />
            </Section>
            <Section id="train start" title="Begin with">
              <StartSection />
            </Section>
            <Section
              id="train settings"
              title="How"
              actions={changed ? <CommandButton id="train.reset" label="Program’s choice" look="quiet" /> : undefined}
            >
              <SettingsSection />
            </Section>
          </>
        )}
        <Section id="train trainings" title="Trainings">
          <TrainingsSection />
        </Section>
        <Section
          id="train models"
          title="Models"
          actions={<CommandButton id="train.import" label="Import…" look="quiet" />}
        >
          <ModelsSection />
        </Section>
      </Scroll>
      {sets.length === 0 ? null : <RetrainBar />}
    </>
  );
}
