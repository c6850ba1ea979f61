// Property tests try the same cases on every machine; FC_SEED tries others.
import process from 'node:process';
import fc from 'fast-check';

fc.configureGlobal({ seed: Number(process.env['FC_SEED'] ?? 20_261_120) });
