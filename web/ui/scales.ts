/** How far a chart reaches and where its lines stand. A size is what is drawn: seconds, money, a count, days, per cent. */
export type Unit = 'hours' | 'money' | 'count' | 'days' | 'percent'

const hour = 3600
const factors = [1, 2, 5, 10]

/** 1, 2 or 5 times a power of ten; of hours also a quarter and a half. */
function stepOf(unit: Unit, least: number): number {
  const short = unit === 'hours' && [hour / 4, hour / 2].find((step) => step >= least)
  if (short) return short
  const whole = unit === 'hours' ? hour : 1
  const power = 10 ** Math.max(0, Math.floor(Math.log10(least / whole)))
  return factors.map((factor) => factor * power * whole).find((step) => step >= least)!
}

/** Lines from nothing to the first that holds everything, in even steps, `most` of them above the ground. */
export const ticksTo = (largest: number, unit: Unit, most = 4): number[] => ticksBetween(0, largest, unit, most)

/** The same below the ground too, where something is less than nothing: as many steps, and one more where the ground cuts one. */
export function ticksBetween(least: number, largest: number, unit: Unit, most = 4): number[] {
  const [under, over] = [Math.max(0, -least), Math.max(0, largest)]
  const step = stepOf(unit, (under + over) / most)
  const below = Math.ceil(under / step)
  const above = Math.max(below > 0 ? 0 : 1, Math.ceil(over / step))
  return Array.from({ length: below + above + 1 }, (_, place) => (place - below) * step)
}

/** Per cent of the way to the top; nothing is less than nothing and no bar leaves the chart. */
export const percentOf = (size: number, top: number): number =>
  top <= 0 ? 0 : Math.max(0, Math.min(1, size / top)) * 100

/** Which of many places in a row are named: the first, and every so-manieth after it. */
export function named(count: number, most: number): Set<number> {
  const step = Math.max(1, Math.ceil(count / most))
  return new Set(Array.from({ length: Math.ceil(count / step) }, (_, place) => place * step))
}

type Spot = { x: number; y: number; letters: number }
/** Per cent of a wide chart. */
const letter = 0.65
const line = 3.5

/** Which points are named beside them: those farthest out, as long as the name lies on no other point or name. Places in per cent. */
export function namedPoints(spots: readonly Spot[], most: number): Set<number> {
  const farthest = spots.map((_, place) => place).sort((a, b) => reach(spots[b]!) - reach(spots[a]!))
  const chosen: number[] = []
  for (const place of farthest) {
    const box = boxOf(spots[place]!)
    const isFree =
      chosen.every((other) => !overlap(box, boxOf(spots[other]!))) &&
      spots.every((spot, other) => other === place || !overlap(box, { left: spot.x - 1, right: spot.x + 1, y: spot.y }))
    if (chosen.length < most && isFree) chosen.push(place)
  }
  return new Set(chosen)
}
const reach = ({ x, y }: Spot) => Math.max(x, y)
/** Beyond the middle a name stands to the left of its point. */
export const isLeftward = (x: number) => x > 60
type Box = { left: number; right: number; y: number }
function boxOf({ x, y, letters }: Spot): Box {
  const width = letters * letter + 2
  return isLeftward(x) ? { left: x - width, right: x, y } : { left: x, right: x + width, y }
}
const overlap = (a: Box, b: Box) => a.left < b.right && b.left < a.right && Math.abs(a.y - b.y) < 2 * line
