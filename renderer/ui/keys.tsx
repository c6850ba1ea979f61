import { styled } from '@mui/material/styles';
import { isMac } from '../commands/dispatch.ts';
import { keyNames } from '../commands/shortcut.ts';
import { colour } from './tokens.ts';

export const mac = isMac(globalThis.navigator?.platform ?? '');

const Row = styled('span')({ display: 'inline-flex', gap: 2, flex: 'none' });
const Key = styled('kbd')({
  font: 'inherit',
  fontSize: 11,
  lineHeight: '16px',
  minWidth: 18,
  padding: '0 4px',
  textAlign: 'center',
  color: colour.muted,
  border: `1px solid ${colour.line}`,
  borderRadius: 3,
  backgroundColor: colour.panel,
});

/** A shortcut as key caps. */
export function Keys({ shortcut }: { readonly shortcut: string }) {
  return (
    <Row>
      {keyNames(shortcut, mac).map((name) => (
        <Key key={name}>{name}</Key>
      ))}
    </Row>
  );
}
