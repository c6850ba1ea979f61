import { styled } from '@mui/material/styles';
import { useStore } from 'zustand';
import { programStore } from '../state/program.ts';
import { savingStore } from '../state/saving.ts';
import { Tip } from '../ui/tip.tsx';
import { colour } from '../ui/tokens.ts';

const Chip = styled('span')({
  display: 'flex',
  alignItems: 'center',
  gap: 6,
  height: 24,
  padding: '0 6px',
  color: colour.muted,
  fontSize: 12,
  minWidth: 62,
  '@media (max-width: 800px)': { minWidth: 0, '& .word': { display: 'none' } },
});
const Dot = styled('span', { shouldForwardProp: (prop) => prop !== 'state' })<{ state: 'saved' | 'saving' | 'lost' }>(
  ({ state }) => ({
    width: 8,
    height: 8,
    borderRadius: 4,
    border: `1.5px solid ${state === 'lost' ? colour.suspect : state === 'saving' ? colour.accent : colour.muted}`,
    backgroundColor: state === 'saved' ? colour.muted : 'transparent',
  }),
);

/** Whether every edit is on disk. */
export function SaveDot() {
  const { pending, savedAt } = useStore(savingStore);
  const lost = useStore(programStore, (s) => s.link.state === 'lost');
  const state = lost ? 'lost' : pending > 0 ? 'saving' : 'saved';
  const word = { saved: 'Saved', saving: 'Saving', lost: 'Offline' }[state];
  const more =
    state === 'lost'
      ? 'The connection to the program is lost.'
      : savedAt === null
        ? 'Every edit is saved as you make it.'
        : `Last edit saved at ${new Date(savedAt).toLocaleTimeString()}. Every edit is saved as you make it.`;
  return (
    <Tip title={word} more={more} placement="bottom-end">
      <Chip role="status" aria-label={word}>
        <Dot state={state} />
        <span className="word">{word}</span>
      </Chip>
    </Tip>
  );
}
