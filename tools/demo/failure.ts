/** Something is not as the demo expects it: the product, or what it runs on, does not do its job. */
export class DemoFailure extends Error {
  override readonly name = 'DemoFailure';
}
