import { styled } from '@mui/material/styles';
import { useEffect } from 'react';
import { useStore } from 'zustand';
import type { DeviceTrial } from '../../../app/contract/models.ts';
import { chooseDevice, devicesStore, loadDevices } from '../../state/devices.ts';
import { attempt } from '../../state/notices.ts';
import { Button } from '../../ui/button.tsx';
import { Progress } from '../../ui/progress.tsx';
import { bytes, significant, thinSpace } from '../../ui/quantity.ts';
import { Tip } from '../../ui/tip.tsx';
import { colour } from '../../ui/tokens.ts';

const Device = styled('label')({
  display: 'flex',
  alignItems: 'baseline',
  gap: 8,
  minHeight: 26,
  '& input': { accentColor: colour.accent, margin: 0 },
});
const Name = styled('span')({ flex: '1 1 auto', minWidth: 0 });
const Muted = styled('span')({ color: colour.muted, fontSize: 12, whiteSpace: 'nowrap' });
const Line = styled('div')({ display: 'flex', alignItems: 'center', gap: 8, padding: '4px 0' });

function trialWords({ milliseconds, memory, difference, problem }: DeviceTrial): string {
  if (problem !== null) return problem;
  return [
    milliseconds === null ? 'Not tried yet' : `${significant(milliseconds, 3)} ms for a tile of 256 × 256 px`,
    ...(memory === null ? [] : [`${bytes(memory).value}${thinSpace}${bytes(memory).unit} of memory`]),
    ...(difference === null
      ? []
      : [`largest difference of a probability from the processor: ${significant(difference, 2)}`]),
  ].join('\n');
}

/** Devices that networks may run on, tried with a real network; the chosen one is remembered. */
export function DeviceList() {
  const { devices, trying } = useStore(devicesStore);
  useEffect(() => {
    void attempt('inspector', 'devices', () => loadDevices(false));
  }, []);
  return (
    <div role="radiogroup" aria-label="Device for networks">
      {devices.map((device) => (
        <Tip key={device.id} title={device.title} more={trialWords(device)} placement="left">
          <Device>
            <input
              type="radio"
              name="device"
              checked={device.active}
              disabled={device.problem !== null}
              onChange={() => void attempt('inspector', 'devices', () => chooseDevice(device.id))}
            />
            <Name>{device.title}</Name>
            <Muted>
              {device.problem === null
                ? device.milliseconds === null
                  ? ''
                  : `${significant(device.milliseconds, 3)}${thinSpace}ms`
                : 'can’t be used'}
            </Muted>
          </Device>
        </Tip>
      ))}
      <Line>
        <Button disabled={trying} onClick={() => void attempt('inspector', 'devices', () => loadDevices(true))}>
          Try all
        </Button>
        {trying ? <Progress value={null} label="Trying devices" /> : null}
      </Line>
    </div>
  );
}
