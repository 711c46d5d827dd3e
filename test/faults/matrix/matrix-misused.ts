/** The command line asks for what the matrix does not have. */
export class MatrixMisused extends Error {
  override readonly name = 'MatrixMisused';
  readonly code = 'matrix-misused';
}
