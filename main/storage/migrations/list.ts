import { foundation } from './001-foundation.ts';
import { labels } from './002-labels.ts';
import { distances } from './003-distances.ts';
import { checkedPlaces } from './004-checked-places.ts';
import { trainings } from './005-trainings.ts';
import type { Migration } from './migration.ts';

/** Every migration in order. A new layout is a new file with its own test and one line here. */
export const migrations: readonly Migration[] = [foundation, labels, distances, checkedPlaces, trainings];
