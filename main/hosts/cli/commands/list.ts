import type { Command } from '../command.ts';
import { benchDeviceCommand } from './bench-device.ts';
import { classifyCommand } from './classify.ts';
import { clusterCommand } from './cluster.ts';
import { crossValidateCommand } from './cross-validate.ts';
import { demoCommand } from './demo.ts';
import { evaluateCommand } from './evaluate.ts';
import { featuresCommand } from './features.ts';
import { fingerprintCommand } from './fingerprint.ts';
import { inspectCommand } from './inspect.ts';
import { labelsCommand } from './labels.ts';
import { modelsCommand } from './models.ts';
import { predictCommand } from './predict.ts';
import { projectCommand } from './project.ts';
import { recipesCommand } from './recipes.ts';
import { segmentCommand } from './segment.ts';
import { simulateCommand } from './simulate.ts';
import { sampleSizeCommand, sizeResolvedCommand } from './size-studies.ts';
import { superEllipseCommand } from './superellipse.ts';
import { trainCommand } from './train.ts';

/** Every command of the command line. One line a command. */
export const commands: readonly Command[] = [
  inspectCommand,
  segmentCommand,
  recipesCommand,
  modelsCommand,
  trainCommand,
  crossValidateCommand,
  benchDeviceCommand,
  predictCommand,
  evaluateCommand,
  projectCommand,
  featuresCommand,
  fingerprintCommand,
  superEllipseCommand,
  clusterCommand,
  classifyCommand,
  sizeResolvedCommand,
  sampleSizeCommand,
  simulateCommand,
  labelsCommand,
  demoCommand,
];
