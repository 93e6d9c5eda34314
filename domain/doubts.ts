/** Why time is not believed, in one word. */

/**
 * clock: the sender's clock is off · overlap: two devices at once, or the same work twice · full_day: more than a day holds · flood: more
 * or smaller entries than anybody makes · repeated: the same span again and again · no_break: too long without one · locked: it came
 * too late for its days · person: somebody set it aside.
 */
export const doubtKinds = [
  'clock',
  'overlap',
  'full_day',
  'flood',
  'repeated',
  'no_break',
  'locked',
  'person',
  'other',
] as const
export type DoubtKind = (typeof doubtKinds)[number]
