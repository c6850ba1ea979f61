import { styled } from '@mui/material/styles';
import { useState } from 'react';
import { useStore } from 'zustand';
import type { PlanReason } from '../../../app/contract/training.ts';
import type { TrainingSettings } from '../../../app/domain/training/training-settings.ts';
import { parseDecimal } from '../../state/calibrating.ts';
import { attempt } from '../../state/notices.ts';
import { planInHand, planStore, wish } from '../../state/training/plan.ts';
import { FieldRow, Input, Select } from '../../ui/field.tsx';
import { Fold } from '../../ui/fold.tsx';
import { significant } from '../../ui/quantity.ts';
import { Tip } from '../../ui/tip.tsx';
import { colour } from '../../ui/tokens.ts';
import { AugmentedPatches } from './augmented-patches.tsx';
import { DeviceList } from './device-list.tsx';
import { FoldsSection } from './folds-section.tsx';
import { type NumberSetting, type SettingField, type SettingGroup, settingGroups } from './setting-fields.ts';

const Says = styled('p')({ color: colour.muted, fontSize: 12, lineHeight: '16px', padding: '2px 0 6px' });
const Line = styled('div')({ display: 'flex', alignItems: 'center', gap: 6 });
const Unit = styled('span')({ color: colour.muted, fontSize: 12, whiteSpace: 'nowrap' });

function change(part: Partial<TrainingSettings>): void {
  const { settings } = planStore.getState().wishes;
  void attempt('inspector', 'plan', () => wish({ settings: { ...settings, ...part } }));
}

function problemOf(field: NumberSetting, text: string): string | null {
  if (text.trim() === '') return field.empty === undefined ? 'A number is needed' : null;
  const value = parseDecimal(text);
  if (value === null || value < field.min || value > field.max) return `From ${field.min} to ${field.max}`;
  return field.whole === true && !Number.isInteger(value) ? 'A whole number' : null;
}

function NumberField({
  field,
  settings,
  id,
}: {
  readonly field: NumberSetting;
  readonly settings: TrainingSettings;
  readonly id: string;
}) {
  const [text, setText] = useState<string | null>(null);
  const value = field.get(settings);
  const shown = text ?? (value === null ? '' : significant(value, 4));
  const keep = () => {
    if (text !== null && problemOf(field, text) === null) {
      const next = text.trim() === '' ? null : parseDecimal(text);
      if (next !== value) change(field.set(settings, next));
    }
    setText(null);
  };
  return (
    <Line>
      <Input
        id={id}
        inputMode="decimal"
        placeholder={field.empty ?? ''}
        aria-invalid={text !== null && problemOf(field, text) !== null}
        value={shown}
        onChange={(event) => setText(event.target.value)}
        onBlur={keep}
        onKeyDown={(event) => {
          if (event.key === 'Enter') keep();
          if (event.key === 'Escape') setText(null);
        }}
      />
      {field.unit === undefined ? null : <Unit>{field.unit}</Unit>}
    </Line>
  );
}

function Field({ field, settings }: { readonly field: SettingField; readonly settings: TrainingSettings }) {
  return (
    <Tip title={field.label} more={field.help} placement="left">
      <div>
        <FieldRow label={field.label}>
          {(id) =>
            field.kind === 'number' ? (
              <NumberField field={field} settings={settings} id={id} />
            ) : (
              <Select
                id={id}
                value={field.get(settings)}
                options={field.options}
                onPick={(value) => change(field.set(settings, value))}
              />
            )
          }
        </FieldRow>
      </div>
    </Tip>
  );
}

function Group({
  group,
  settings,
  reasons,
}: {
  readonly group: SettingGroup;
  readonly settings: TrainingSettings;
  readonly reasons: readonly PlanReason[];
}) {
  const wishes = useStore(planStore, (s) => s.wishes.settings);
  // a reason of the program's says nothing about what a person chose
  const own = group.fields.some(({ id }) => id.split('.')[0] in wishes);
  const why = own ? [] : reasons.filter(({ about }) => group.about.includes(about));
  return (
    <Fold id={`training ${group.id}`} title={group.title}>
      {why.map(({ text }) => (
        <Says key={text}>{text}</Says>
      ))}
      {group.fields.map((field) => (
        <Field key={field.id} field={field} settings={settings} />
      ))}
      {group.id === 'augmentation' ? <AugmentedPatches /> : null}
      {group.id === 'device' ? <DeviceList /> : null}
    </Fold>
  );
}

const losses: Readonly<Record<TrainingSettings['loss'], string>> = {
  'cross-entropy': 'cross-entropy',
  dice: 'Dice',
  'cross-entropy-dice': 'cross-entropy + Dice',
  focal: 'focal loss',
};

/** The settings in one line, as one would say them. */
export function settingsInWords({ minutes, epochs, patch, batch, loss }: TrainingSettings): string {
  const length = [
    ...(minutes === null ? [] : [`At most ${significant(minutes, 3)} min`]),
    ...(epochs === null ? [] : [`${epochs} epochs`]),
  ].join(' or ');
  return `${length}, ${batch} patches of ${patch} px a step, ${losses[loss]}`;
}

/** How it is trained: one line with what the program chose, and all of it to be changed below. */
export function SettingsSection() {
  const state = useStore(planStore);
  const plan = planInHand(state);
  if (plan === null) return null;
  const reasons = state.proposal?.reasons ?? [];
  const { architecture } = plan.settings;
  return (
    <>
      <Says>{`${settingsInWords(plan.settings)}, ${architecture}.`}</Says>
      {settingGroups.map((group) => (
        <Group key={group.id} group={group} settings={plan.settings} reasons={reasons} />
      ))}
      <FoldsSection />
    </>
  );
}
