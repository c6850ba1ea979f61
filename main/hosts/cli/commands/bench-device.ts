import { type Command, textFlag, wrongUsage } from '../command.ts';

interface Row {
  readonly title: string;
  readonly what: string;
  readonly device: string;
  readonly milliseconds: number;
  readonly rate: number;
}

export const benchDeviceCommand: Command = {
  name: 'bench-device',
  summary: 'Try the devices that networks may run on, and time learning and predicting on one.',
  usage: 'bench-device [--device ID] [--architecture A]... [--json]',
  examples: ['morphoscope bench-device', 'morphoscope bench-device --device webgpu --architecture compact-unet'],
  options: { device: { type: 'string' }, architecture: { type: 'string', multiple: true } },
  optionHelp: {
    device: ['ID', 'Device to time; the one in use by default.'],
    architecture: ['A', 'Network to time; compact-unet and resnet18-unet by default. Repeatable.'],
  },
  run: async (context) => {
    if (context.words.length > 0) throw wrongUsage(`What is “${context.words[0]}”?`, 'bench-device');
    const { client, print } = context;
    const { devices } = await client.ask('engine.devices', { probe: true });
    const id = textFlag(context, 'device') ?? null;
    const wanted = devices.find((device) => (id === null ? device.active : device.id === id));
    if (wanted === undefined)
      throw wrongUsage(
        `There is no device “${id ?? ''}”. There are ${devices.map((d) => d.id).join(', ')}.`,
        'bench-device',
      );
    const names = context.flags['architecture'] as readonly string[] | undefined;
    const usable = wanted.problem === null;
    const asked = { id: wanted.id, architectures: names === undefined ? null : [...names] };
    const job = usable ? await context.job(client.ask('engine.bench', asked)) : null;
    const results = (job?.result['results'] ?? []) as readonly Row[];
    if (context.json) {
      print(JSON.stringify({ devices, results }, null, 1));
      return usable ? 0 : 1;
    }
    for (const { id: name, title, milliseconds, problem, active } of devices) {
      const how = problem ?? `works, ${milliseconds?.toFixed(0) ?? '?'} ms a tile of 256 px`;
      print(`${active ? '*' : ' '} ${name}: ${title}: ${how}`);
    }
    for (const { title, milliseconds, rate } of results)
      print(`  ${title}: ${milliseconds.toFixed(0)} ms, ${rate.toPrecision(3)} a second`);
    return usable ? 0 : 1;
  },
};
