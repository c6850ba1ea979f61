/** Byte address of the float at `offset`. */
export function at(offset: i32): usize {
  return (offset as usize) << 2;
}
