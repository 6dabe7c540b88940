/** Which part of a list is wanted. */
export interface Page {
  /** undefined: everything. */
  limit: number | undefined;
  offset: number;
}
