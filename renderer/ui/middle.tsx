import { styled } from '@mui/material/styles';

const Line = styled('span')({ display: 'flex', minWidth: 0, whiteSpace: 'pre' });
const Start = styled('span')({ overflow: 'hidden', textOverflow: 'ellipsis', flex: '0 1 auto' });

/** Letters kept at the end: enough for a number and an ending. */
const kept = 9;

/** A name in one line that gives way in its middle: file names differ at their ends. */
export function MiddleCut({ text }: { readonly text: string }) {
  if (text.length <= 2 * kept) return <Start>{text}</Start>;
  return (
    <Line>
      <Start>{text.slice(0, -kept)}</Start>
      <span>{text.slice(-kept)}</span>
    </Line>
  );
}
