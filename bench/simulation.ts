// Simulating micrographs of 512 x 512 with truth, every kind: processor time a scene on one core. There is no peer that does the same.
import process from 'node:process';
import { sampleScene, sceneKinds } from '../app/simulation/sample-scene.ts';
import { superEllipseCrop } from '../app/simulation/super-ellipse-crop.ts';

const scenes = 24;

function report(name: string, make: (seed: number) => unknown, count: number): void {
  for (let seed = 900; seed < 904; seed++) make(seed);
  let worst = 0;
  const before = process.cpuUsage();
  for (let seed = 1; seed <= count; seed++) {
    const start = process.cpuUsage();
    make(seed);
    const { user, system } = process.cpuUsage(start);
    worst = Math.max(worst, (user + system) / 1000);
  }
  const { user, system } = process.cpuUsage(before);
  const mean = (user + system) / 1000 / count;
  console.log(`${name.padEnd(24)} mean ${mean.toFixed(1).padStart(6)} ms, slowest ${worst.toFixed(0).padStart(4)} ms`);
}

for (const kind of sceneKinds) report(kind, (seed) => sampleScene(kind, seed), scenes);
report('super-ellipse crop', (seed) => superEllipseCrop(seed), 20 * scenes);
