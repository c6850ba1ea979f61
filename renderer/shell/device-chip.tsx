import { styled } from '@mui/material/styles';
import { useStore } from 'zustand';
import { programStore } from '../state/program.ts';
import { Icon } from '../ui/icons.tsx';
import { Tip } from '../ui/tip.tsx';
import { colour } from '../ui/tokens.ts';

const Chip = styled('span')({
  display: 'flex',
  alignItems: 'center',
  gap: 6,
  height: 24,
  padding: '0 6px',
  borderRadius: 4,
  color: colour.muted,
  fontSize: 12,
  whiteSpace: 'nowrap',
  '@media (max-width: 1100px)': { '& .wide': { display: 'none' } },
});

/** What computes: named always, so that nobody wonders whether the GPU is in use. */
export function DeviceChip() {
  const devices = useStore(programStore, (s) => s.info?.devices);
  if (devices === undefined) return null;
  const active = devices.find((device) => device.active) ?? devices[0];
  if (active === undefined) return null;
  const others = devices.filter((device) => device !== active).map((device) => device.title);
  return (
    <Tip
      title={`Computing on ${active.title}`}
      more={others.length === 0 ? 'No other device was found.' : `Also here: ${others.join(', ')}`}
    >
      <Chip role="status" aria-label={`Device: ${active.title}`}>
        <Icon name="chip" size={14} />
        <span className="wide">{active.title}</span>
      </Chip>
    </Tip>
  );
}
