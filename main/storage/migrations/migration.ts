/** One step from a layout of the database to the next. Never changed after it was released. */
export interface Migration {
  /** The layout number that it leads to; one more than the migration before. */
  readonly to: number;
  /** As people read it in "upgraded to ...". */
  readonly title: string;
  readonly script: string;
}
