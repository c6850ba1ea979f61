// The import law of ARCHITECTURE.md, section 2, as an allow-list: what is not allowed here is an error.
const stages = [
  'formats',
  'simulation',
  'image',
  'segmentation',
  'particles',
  'features',
  'clustering',
  'statistics',
  'reconstruction',
  'training',
];
const npm = (names) => ({ path: names.map((n) => `node_modules/${n}/`) });
const appNpm = ['zod', 'fflate', 'hyparquet-writer'];
const rooms = (...names) => ({ path: `^(${names.join('|')})/` });
const from = (path, pathNot) => ({
  path,
  pathNot: ['\\.test\\.tsx?$', '/build\\.ts$', '/fixtures/', ...(pathNot ?? [])],
});
// what never ships: tests and what they read, and the script that compiles the vector operations
const test = { path: ['\\.test\\.tsx?$', '/build\\.ts$', '/fixtures/'] };
const allow = (a, ...to) => to.map((t) => ({ from: typeof a === 'string' ? from(a) : a, to: t }));

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true, pathNot: ['^electron$'] } },
    {
      name: 'one-importer-electron',
      severity: 'error',
      from: { pathNot: '^main/hosts/electron/' },
      to: { path: '^(node_modules/)?electron($|/)' },
    },
    {
      name: 'one-importer-better-sqlite3',
      severity: 'error',
      from: { pathNot: '^main/storage/' },
      to: { path: 'node_modules/(@types/)?better-sqlite3/' },
    },
    {
      name: 'one-importer-onnxruntime-node',
      severity: 'error',
      from: { pathNot: '^main/engine/' },
      to: { path: 'node_modules/onnxruntime-node/' },
    },
    {
      name: 'one-importer-three',
      severity: 'error',
      from: { pathNot: '^renderer/scene/' },
      to: { path: 'node_modules/(@types/)?three/' },
    },
    {
      name: 'no-react-in-the-model',
      severity: 'error',
      from: { path: '^renderer/(state|commands|tools|scene|client)/' },
      to: { path: 'node_modules/(@types/)?(react|react-dom|@mui|@emotion)/' },
    },
    {
      name: 'no-dom-or-three-in-tools',
      severity: 'error',
      from: { path: '^renderer/(tools|state)/' },
      to: { path: 'node_modules/(@types/)?three/' },
    },
  ],
  allowed: [
    // a room may always import itself
    ...[
      'app/domain',
      'app/math',
      'app/ports',
      'app/pipeline',
      'app/contract',
      ...stages.map((s) => `app/${s}`),
      'main/services',
      'main/storage',
      'main/engine',
      'main/files',
      'main/jobs',
      'main/hosts/electron',
      'main/hosts/loopback',
      'main/hosts/cli',
      'native-models',
      'e2e',
      'bench',
    ].flatMap((r) => allow(`^${r}/`, { path: `^${r}/` })),
    ...allow('^renderer/', rooms('renderer', 'app/contract', 'app/domain', 'app/math')),
    ...allow('^app/ports/', rooms('app/domain')),
    ...stages.flatMap((s) => allow(`^app/${s}/`, rooms('app/domain', 'app/math', 'app/ports'))),
    ...allow('^app/pipeline/', rooms(...stages.map((s) => `app/${s}`), 'app/domain', 'app/math', 'app/ports')),
    ...allow('^app/contract/', rooms('app/domain')),
    ...allow('^app/', npm(appNpm)),
    ...allow('^native-models/', rooms('app/domain', 'app/math', 'app/ports')),
    // recipes make the shipped models and never ship themselves
    ...allow('^native-models/recipes/', rooms('app', 'main/engine'), { dependencyTypes: ['core'] }),
    ...allow('^main/services/', rooms('app', 'native-models/catalog')),
    ...allow('^main/(storage|engine|files|jobs)/', rooms('app/domain', 'app/ports')),
    ...allow('^main/engine/', rooms('native-models')),
    ...allow('^main/jobs/', rooms('app/pipeline', 'app/formats')),
    ...allow(
      '^main/compose\\.ts',
      rooms(
        'main/services',
        'main/storage',
        'main/engine',
        'main/files',
        'main/jobs',
        'app/domain',
        'app/ports',
        'app/contract',
        'native-models/catalog',
      ),
    ),
    ...allow('^main/compose-worker\\.ts', rooms('main/jobs', 'main/files', 'app/pipeline')),
    // what both windows' hosts share
    ...allow('^main/hosts/', { path: '^main/hosts/[^/]+\\.ts$' }),
    ...allow('^main/hosts/', { path: '^main/compose\\.ts' }, rooms('app/contract', 'app/domain')),
    // what a room may take from outside
    ...allow('^main/', { dependencyTypes: ['core'] }, npm(['zod'])),
    ...allow('^main/hosts/loopback/', npm(['ws', '@types/ws'])),
    ...allow('^main/storage/', npm(['better-sqlite3', '@types/better-sqlite3'])),
    ...allow('^main/engine/', npm(['onnxruntime-node', 'onnxruntime-common'])),
    ...allow('^main/hosts/electron/', { path: '^(node_modules/)?electron($|/)' }, { dependencyTypes: ['core'] }),
    ...allow(
      '^renderer/',
      npm([
        'react',
        'react-dom',
        '@types/react',
        '@types/react-dom',
        '@mui',
        '@emotion',
        'zustand',
        '@tanstack',
        '@fontsource-variable',
        'vite',
        'zod',
      ]),
    ),
    ...allow('^renderer/scene/', npm(['three', '@types/three'])),
    ...allow(
      '^(e2e|bench)/',
      { dependencyTypes: ['core'] },
      { path: 'node_modules/' },
      rooms('app', 'main', 'native-models'),
    ),
    // a test may reach for what it checks
    { from: test, to: {} },
  ],
  allowedSeverity: 'error',
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['^out/', '^release/'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json', '.d.ts'],
    },
  },
};
