import { styled } from '@mui/material/styles';
import { useStore } from 'zustand';
import { labelStore, setProtect } from '../../state/labels/label-store.ts';
import { Checkbox, FieldRow, Select } from '../../ui/field.tsx';
import { Swatch } from '../../ui/swatch.tsx';
import { Form, Quiet } from './form.tsx';

const Classes = styled('div')({ paddingLeft: 96, paddingTop: 2 });
const Label = styled('span')({ display: 'inline-flex', alignItems: 'center', gap: 8 });
const Says = styled(Quiet)({ padding: '4px 0 0 96px' });

/** What painting must leave alone. */
export function ProtectSection() {
  const { protect, classes, layer } = useStore(labelStore);
  const { mode, never } = protect;
  const particles = layer === 'instances';
  return (
    <Form>
      <FieldRow label="Paint on">
        {(id) => (
          <Select
            id={id}
            value={mode}
            options={[
              ['all', particles ? 'Anything, may overlap' : 'Everything'],
              ['unlabelled', particles ? 'Free ground only' : 'Unlabelled only'],
              ['classes', 'All but some classes'],
            ]}
            onPick={(next) => setProtect({ ...protect, mode: next })}
          />
        )}
      </FieldRow>
      {mode === 'classes' ? (
        <Classes role="group" aria-label="Classes that are never painted over">
          {classes.map(({ id, name, colour: tone }) => (
            <Checkbox
              key={id}
              label={
                <Label>
                  <Swatch colour={tone} />
                  {name}
                </Label>
              }
              checked={never.includes(id)}
              onCheck={(on) =>
                setProtect({ ...protect, never: on ? [...never, id] : never.filter((other) => other !== id) })
              }
            />
          ))}
        </Classes>
      ) : null}
      {mode === 'unlabelled' ? (
        <Says>{particles ? 'Other particles keep their pixels.' : 'What is labelled stays as it is.'}</Says>
      ) : null}
    </Form>
  );
}
