import { styled } from '@mui/material/styles';
import { useStore } from 'zustand';
import { attempt } from '../../state/notices.ts';
import { modelsStore } from '../../state/training/models.ts';
import { type Proposal, planInHand, planStore, wish } from '../../state/training/plan.ts';
import { Select } from '../../ui/field.tsx';
import { Tip } from '../../ui/tip.tsx';
import { colour } from '../../ui/tokens.ts';

const Says = styled('p')({ color: colour.muted, fontSize: 12, lineHeight: '16px', padding: '6px 0 0' });

/** Which network learns from scratch. */
function Network({
  value,
  architectures,
  onPick,
}: {
  readonly value: string;
  readonly architectures: Proposal['architectures'];
  readonly onPick: (id: string) => void;
}) {
  const used = architectures.find(({ id }) => id === value);
  return (
    <Tip title={used?.title ?? value} more={used?.help} placement="left">
      <div style={{ paddingTop: 4 }}>
        <Select
          aria-label="Network that learns"
          value={value}
          options={architectures.map(({ id, title }) => [id, title] as const)}
          onPick={onPick}
        />
      </div>
    </Tip>
  );
}

/** Where training begins: a model that knows something alike already, or nothing. */
export function StartSection() {
  const models = useStore(modelsStore, (s) => s.models);
  const state = useStore(planStore);
  const plan = planInHand(state);
  if (plan === null) return null;
  const trainable = models.filter((model) => model.trainable);
  const why = state.proposal?.reasons.filter(({ about }) => about === 'start' || about === 'architecture') ?? [];
  const architectures = state.proposal?.architectures ?? [];
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
      {plan.start.from === 'scratch' && architectures.length > 1 ? (
        <Network
          value={plan.settings.architecture}
          architectures={architectures}
          onPick={(architecture) =>
            void attempt('inspector', 'plan', () => wish({ settings: { ...state.wishes.settings, architecture } }))
          }
        />
      ) : null}
      {why.map(({ text }) => (
        <Says key={text}>{text}</Says>
      ))}
    </>
  );
}
