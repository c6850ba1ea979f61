import { styled } from '@mui/material/styles';

/** Lines of a form with air between their fields. */
export const Form = styled('div')({ display: 'flex', flexDirection: 'column', gap: 4 });
