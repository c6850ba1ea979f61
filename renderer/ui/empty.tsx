import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';
import { colour } from './tokens.ts';

const Box = styled('div')({
  display: 'flex',
  flexDirection: 'column',
  alignItems: 'center',
  justifyContent: 'center',
  gap: 12,
  height: '100%',
  padding: 24,
  textAlign: 'center',
  color: colour.muted,
});
const Actions = styled('div')({ display: 'flex', flexWrap: 'wrap', justifyContent: 'center', gap: 8 });
const Text = styled('p')({ maxWidth: 340, textWrap: 'balance' });

/** Nothing here yet: the first step in one sentence, and the buttons that do it. */
export function Empty({ text, children }: { readonly text: ReactNode; readonly children?: ReactNode }) {
  return (
    <Box>
      <Text>{text}</Text>
      {children === undefined ? null : <Actions>{children}</Actions>}
    </Box>
  );
}
