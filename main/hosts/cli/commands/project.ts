import path from 'node:path';
import { ExportFormat } from '../../../../app/contract/particles.ts';
import { automaticRecipe } from '../../../../app/domain/recipe.ts';
import { type Command, type CommandContext, counted, needFlag, textFlag, wrongUsage } from '../command.ts';
import { expandPaths } from '../expand.ts';
import { recipeFrom } from '../recipe-flag.ts';

type Verb = (context: CommandContext, project: string, words: readonly string[]) => Promise<number>;

async function report(context: CommandContext): Promise<void> {
  const { project } = await context.client.ask('projects.current', {});
  if (context.json) context.print(JSON.stringify(project, null, 1));
  else if (project !== null) {
    context.print(
      `${project.path}: ${counted(project.images, 'image')} in ${counted(project.samples, 'sample')}, ${counted(project.runs, 'run')}, ${counted(project.particles, 'particle')}`,
    );
    for (const warning of project.warnings) context.note(warning);
    if (project.missing > 0)
      context.note(
        `${project.missing === 1 ? 'One file is not where it was' : `${project.missing} files are not where they were`}.\n  Put them back, or open the project in the window and choose “Find moved files…”.`,
      );
  }
}

const verbs: Readonly<Record<string, Verb>> = {
  create: async (context, project) => {
    const folder = path.dirname(project);
    const name = path.basename(project).replace(/\.morpho$/, '');
    await context.client.ask('projects.create', { folder, name });
    await report(context);
    return 0;
  },
  info: async (context, project) => {
    await context.client.ask('projects.open', { path: project });
    await report(context);
    return 0;
  },
  import: async (context, project, words) => {
    if (words.length === 0) throw wrongUsage('Name files or folders to import.', 'project');
    const { client, json, print, note } = context;
    await client.ask('projects.open', { path: project });
    const sampleName = textFlag(context, 'sample');
    const job = await context.job(
      client.ask('images.import', {
        paths: expandPaths(words),
        sampleId: null,
        ...(sampleName === undefined ? {} : { sampleName }),
      }),
    );
    const result = job.result as {
      imageIds: number[];
      failed: { path: string; failure: { message: string; remedy: string } }[];
      warnings: string[];
    };
    for (const warning of result.warnings) note(warning);
    for (const { failure } of result.failed) note(`${failure.message}\n  ${failure.remedy}`);
    if (json) print(JSON.stringify(job.result, null, 1));
    else print(`${counted(result.imageIds.length, 'image')} imported`);
    return result.failed.length > 0 ? 1 : 0;
  },
  segment: async (context, project) => {
    const { client, json, print, note } = context;
    await client.ask('projects.open', { path: project });
    const sets = ((context.flags['set'] as readonly string[] | undefined) ?? []).map(String);
    const { images } = await client.ask('images.list', {});
    if (images.length === 0) throw wrongUsage('The project has no images yet. Import some first.', 'project');
    const patterns = context.flags['patterns'] === true;
    const left = images.filter(({ calibration }) => calibration.space === 'reciprocal').length;
    if (left > 0 && left < images.length && !patterns)
      note(`${counted(left, 'diffraction pattern')} left out.\n  Say --patterns to segment them as well.`);
    const recipe = (await recipeFrom(client, textFlag(context, 'recipe'), sets, 'project')) ?? automaticRecipe;
    const job = await context.job(client.ask('runs.start', { recipe, imageIds: images.map((i) => i.id), patterns }));
    if (json) print(JSON.stringify(job.result, null, 1));
    else await report(context);
    return 0;
  },
  export: async (context, project) => {
    const { client, json, print } = context;
    await client.ask('projects.open', { path: project });
    const format = ExportFormat.safeParse(textFlag(context, 'format') ?? 'csv');
    if (!format.success) throw wrongUsage(`--format is one of ${ExportFormat.options.join(', ')}.`, 'project');
    const out = path.resolve(needFlag(context, 'out', 'project'));
    const { runs } = await client.ask('runs.list', {});
    const asked = textFlag(context, 'run');
    const run = asked === undefined ? runs[0] : runs.find((r) => String(r.id) === asked || r.title === asked);
    if (run === undefined) {
      throw wrongUsage(
        asked === undefined
          ? 'The project has no run yet. Segment its images first.'
          : `The project has no run “${asked}”.`,
        'project',
      );
    }
    const job = await context.job(
      client.ask('exports.write', {
        runId: run.id,
        format: format.data,
        path: out,
        everything: context.flags['everything'] === true,
      }),
    );
    if (json) print(JSON.stringify(job.result, null, 1));
    else for (const file of (job.result as { files: string[] }).files) print(file);
    return 0;
  },
};

export const projectCommand: Command = {
  name: 'project',
  summary: 'Make a project, take files in, segment them, export results.',
  usage: 'project create|info|import|segment|export PROJECT.morpho [FILE...] [--options]',
  examples: [
    'morphoscope project create gold.morpho',
    'morphoscope project import gold.morpho --sample "batch 7" session/*.dm4',
    'morphoscope project segment gold.morpho --recipe slater',
    'morphoscope project export gold.morpho --format parquet --out gold.parquet',
    'morphoscope project info gold.morpho --json',
  ],
  options: {
    sample: { type: 'string' },
    recipe: { type: 'string' },
    set: { type: 'string', multiple: true },
    format: { type: 'string' },
    run: { type: 'string' },
    out: { type: 'string' },
    everything: { type: 'boolean' },
    patterns: { type: 'boolean' },
  },
  optionHelp: {
    sample: ['NAME', 'import: the sample that the images belong to; made when it is new.'],
    recipe: ['NAME|FILE.json', 'segment: the recipe; without it the program chooses.'],
    set: ['step.param=value', 'segment: changes one parameter; may be given many times.'],
    format: [ExportFormat.options.join('|'), 'export: what to write (csv).'],
    run: ['ID|TITLE', 'export: which run (the newest).'],
    out: ['FILE|DIR', 'export: where to write.'],
    patterns: ['', 'segment: diffraction patterns as well (pixels in nm⁻¹); without it they are left out.'],
    everything: ['', 'export: also what the filter drops and what was rejected.'],
  },
  run: async (context) => {
    const [verb, project, ...words] = context.words;
    const act = verb === undefined ? undefined : verbs[verb];
    if (act === undefined) throw wrongUsage(`Say what to do: ${Object.keys(verbs).join(', ')}.`, 'project');
    if (project === undefined) throw wrongUsage('Name the project folder.', 'project');
    const folder = path.resolve(project.endsWith('.morpho') ? project : `${project}.morpho`);
    return act(context, folder, words);
  },
};
