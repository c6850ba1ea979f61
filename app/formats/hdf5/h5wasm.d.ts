declare module '*/h5wasm/dist/esm/hdf5_util.js' {
  /** Compiles and starts one instance of the library, with its own heap and file system. */
  const createModule: (options: object) => Promise<unknown>;

  // biome-ignore lint/style/noDefaultExport: it is the package that exports so
  export { createModule as default };
}
