/** Bad input: the sentence names the argument or option, nothing was sent, and the program ends with 2. */
export class BadInput extends Error {
  override readonly name = 'BadInput';
}

/** What was asked for cannot be: the sentence says why and what there is, and the program ends with 1. */
export class Failed extends Error {
  override readonly name = 'Failed';
}
