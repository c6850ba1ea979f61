import { styled } from '@mui/material/styles';
import { useStore } from 'zustand';
import { attempt } from '../../state/notices.ts';
import { modelsStore } from '../../state/training/models.ts';
import { planInHand, planStore, wish } from '../../state/training/plan.ts';
import { Select } from '../../ui/field.tsx';
import { colour } from '../../ui/tokens.ts';

const Says = styled('p')({ color: colour.muted, fontSize: 12, lineHeight: '16px', padding: '6px 0 0' });

/** Where training begins: a model that knows something alike already, or nothing. */
export function StartSection() {
  const models = useStore(modelsStore, (s) => s.models);
  const state = useStore(planStore);
  const plan = planInHand(state);
  if (plan === null) return null;
  const trainable = models.filter((model) => model.trainable);
  const why = state.proposal?.reasons.filter(({ about }) => about === 'start' || about === 'architecture') ?? [];
  const value = plan.start.from === 'scratch' ? '' : plan.start.model;
  const titles = { project: 'mine', library: 'this computer', shipped: 'shipped' } as const;
  return (
    <>
      <Select
        aria-label="Model to begin with"
        value={value}
        options={[
          ...trainable.map(({ id, card, origin }) => [id, `${card.title} (${titles[origin]})`] as const),
          ['', 'Nothing: from scratch'],
        ]}
        onPick={(id) =>
          void attempt('inspector', 'plan', () =>
            wish({ start: id === '' ? { from: 'scratch' } : { from: 'model', model: id } }),
          )
        }
      />
      {why.map(({ text }) => (
        <Says key={text}>{text}</Says>
      ))}
    </>
  );
}
