import Modal from '@mui/material/Modal';
import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';
import { closePrompt } from '../state/prompt.ts';
import { colour } from '../ui/tokens.ts';

const Box = styled('div')({
  position: 'absolute',
  left: '50%',
  transform: 'translateX(-50%)',
  maxWidth: 'calc(100vw - 32px)',
  display: 'flex',
  flexDirection: 'column',
  borderRadius: 8,
  backgroundColor: colour.raised,
  boxShadow: colour.shadow,
  overflow: 'hidden',
  outline: 'none',
});

/** Something that lies over the window for a moment; Escape or a click beside it takes it away. */
export function Overlay({
  label,
  width,
  top,
  children,
}: {
  readonly label: string;
  readonly width: number;
  /** Distance from the top of the window, in hundredths of its height. */
  readonly top: number;
  readonly children: ReactNode;
}) {
  return (
    <Modal open onClose={closePrompt} slotProps={{ backdrop: { transitionDuration: 80, invisible: true } }}>
      <Box
        role="dialog"
        aria-modal="true"
        aria-label={label}
        tabIndex={-1}
        style={{ width, top: `${top}vh`, maxHeight: `calc(${100 - top}vh - 24px)` }}
      >
        {children}
      </Box>
    </Modal>
  );
}
