import { styled } from '@mui/material/styles';
import { type Quantity, thinSpace } from './quantity.ts';
import { colour } from './tokens.ts';

const Unit = styled('span')({ color: colour.muted });

/** A number with its unit in muted text after a thin space. */
export function Amount({ value, unit }: Quantity) {
  return (
    <span data-selectable>
      {value}
      {unit === '' ? null : (
        <Unit>
          {thinSpace}
          {unit}
        </Unit>
      )}
    </span>
  );
}
