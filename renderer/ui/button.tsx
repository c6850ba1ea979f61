import { styled } from '@mui/material/styles';
import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react';
import { Icon, type IconName } from './icons.tsx';
import { Tip } from './tip.tsx';
import { colour, size } from './tokens.ts';

type Look = 'primary' | 'plain' | 'quiet';

const Base = styled('button', { shouldForwardProp: (prop) => prop !== 'look' && prop !== 'square' })<{
  look: Look;
  square: boolean;
}>(({ look, square }) => ({
  display: 'inline-flex',
  alignItems: 'center',
  justifyContent: 'center',
  gap: 6,
  height: size.control,
  width: square ? size.control : undefined,
  padding: square ? 0 : '0 10px',
  border: '1px solid transparent',
  borderRadius: size.radius,
  fontWeight: 500,
  whiteSpace: 'nowrap',
  flex: 'none',
  maxWidth: '100%',
  overflow: 'hidden',
  cursor: 'default',
  ...(look === 'primary' && { backgroundColor: colour.accent, color: colour.onAccent }),
  ...(look === 'plain' && { backgroundColor: colour.raised, borderColor: colour.line, color: colour.text }),
  ...(look === 'quiet' && { backgroundColor: 'transparent', color: square ? colour.muted : colour.text }),
  '&:hover:not(:disabled)':
    look === 'primary'
      ? { filter: 'brightness(1.08)' }
      : { backgroundColor: colour.hover, ...(square && { color: colour.text }) },
  '&:active:not(:disabled)': { filter: 'brightness(0.94)' },
  '&[aria-pressed="true"]': { backgroundColor: colour.selected, color: colour.text },
  '&[data-quiet][aria-pressed="true"]': { backgroundColor: 'transparent' },
  '&[data-quiet][aria-pressed="false"]': { color: colour.edge },
  '&:focus-visible': { outlineOffset: look === 'primary' ? 2 : -1 },
  '&:disabled': { opacity: 0.45 },
}));

type Rest = Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'title'> & { readonly ref?: Ref<HTMLButtonElement> };

/** A button with a label, and an icon before it if wanted. */
export function Button({
  look = 'plain',
  icon,
  children,
  ...rest
}: Rest & { readonly look?: Look; readonly icon?: IconName | undefined; readonly children: ReactNode }) {
  return (
    <Base type="button" look={look} square={false} {...rest}>
      {icon === undefined ? null : <Icon name={icon} />}
      {children}
    </Base>
  );
}

/** A button that is only an icon: its name and key stand in the tooltip. */
export function IconButton({
  icon,
  label,
  shortcut,
  more,
  look = 'quiet',
  ...rest
}: Rest & {
  readonly icon: IconName;
  readonly label: string;
  readonly shortcut?: string | undefined;
  readonly more?: ReactNode;
  readonly look?: Look;
}) {
  const button = (
    <Base type="button" look={look} square aria-label={label} {...rest}>
      <Icon name={icon} />
    </Base>
  );
  return (
    <Tip title={label} shortcut={shortcut} more={more}>
      {/* A disabled button hears no pointer; what is around it does. */}
      {rest.disabled === true ? <span style={{ display: 'inline-flex' }}>{button}</span> : button}
    </Tip>
  );
}
