import { styled } from '@mui/material/styles';
import { colour, size } from '../../ui/tokens.ts';

export const List = styled('ul')({ margin: '0 -4px', padding: 0 });
export const Item = styled('li', { shouldForwardProp: (prop) => prop !== 'chosen' })<{ chosen: boolean }>(
  ({ chosen }) => ({
    display: 'flex',
    alignItems: 'center',
    gap: 2,
    borderRadius: size.radius,
    backgroundColor: chosen ? colour.selected : 'transparent',
    '&:hover': { backgroundColor: chosen ? colour.selected : colour.hover },
    '& .more': { display: 'none' },
    '&:hover .more, &:focus-within .more': { display: 'flex' },
  }),
);
export const Pick = styled('button')({
  flex: '1 1 auto',
  minWidth: 0,
  border: 0,
  background: 'none',
  textAlign: 'left',
  padding: '4px 8px',
});
export const Line = styled('div')({ overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' });
export const Facts = styled(Line)({ color: colour.muted, fontSize: 12, lineHeight: '16px' });
export const None = styled('p')({ color: colour.muted, fontSize: 12, lineHeight: '16px' });
