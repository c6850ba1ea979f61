// What a worker thread consists of: the pipeline's tasks and files on disk.
import { tasks } from '../app/pipeline/tasks/list.ts';
import { openDisk } from './files/disk-source.ts';
import { serveTasks } from './jobs/worker.ts';

serveTasks(tasks, openDisk);
