/** Repeatable chance (mulberry32): the same seed gives the same company on every machine. */
export type Chance = {
  next: () => number
  int: (from: number, to: number) => number
  pick: <T>(list: readonly T[]) => T
}

export function chance(seed: number): Chance {
  let state = seed
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const int = (from: number, to: number) => from + Math.floor(next() * (to - from + 1))
  return { next, int, pick: (list) => list[int(0, list.length - 1)]! }
}
