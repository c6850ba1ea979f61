import { styled } from '@mui/material/styles';
import { colour } from '../../ui/tokens.ts';

// What the sections of the Label room's inspector are made of.

/** Lines of a form with air between their fields. */
export const Form = styled('div')({ display: 'flex', flexDirection: 'column', gap: 4 });

/** A sentence beside the things that it is about. */
export const Quiet = styled('p')({ color: colour.muted, fontSize: 12, lineHeight: '16px' });

/** Buttons under a form. */
export const Actions = styled('div')({ display: 'flex', gap: 6, paddingTop: 6, flexWrap: 'wrap' });

/** A whole tab, with a part in it that scrolls. */
export const Column = styled('div')({ display: 'flex', flexDirection: 'column', flex: '1 1 0', minHeight: 0 });
