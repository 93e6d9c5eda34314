/** Where rules are filed, so that an entry finds those that may hold for it: under a value it has, or three letters of a text. */
import type { Field } from './rule-conditions.ts'
import type { Look } from './rule-facts.ts'

/** `gram`: the value is three letters that a text must contain. */
export type Key = { field: Field; value: string; gram: boolean }

export type Files = {
  add: (key: Key, place: number) => void
  /** How many rules are under a key. */
  crowd: (key: Key) => number
  /** The places of rules that may hold, in order, each once. */
  find: (look: Look) => number[]
}

type Drawer = { field: Field; places: Map<string, number[]>; may: Uint8Array | null }

export function createFiles(): Files {
  const drawers = new Map<string, Drawer>()
  const drawerOf = ({ field, gram }: Key) => drawers.get(`${field}${gram ? '~' : ''}`)
  return {
    add: (key, place) => {
      const drawer = drawerOf(key) ?? {
        field: key.field,
        places: new Map<string, number[]>(),
        may: key.gram ? new Uint8Array(buckets) : null,
      }
      drawers.set(`${key.field}${key.gram ? '~' : ''}`, drawer)
      if (drawer.may) drawer.may[bucketAt(key.value, 0)] = 1
      const places = drawer.places.get(key.value)
      if (places?.at(-1) === place) return
      if (places) places.push(place)
      else drawer.places.set(key.value, [place])
    },
    crowd: (key) => drawerOf(key)?.places.get(key.value)?.length ?? 0,
    find: (look) => {
      const found: number[] = []
      for (const { field, places, may } of drawers.values())
        for (const value of look[field])
          if (may) findGrams(value, places, may, found)
          else found.push(...(places.get(value) ?? []))
      return found.length < 2 ? found : [...new Set(found)].sort((a, b) => a - b)
    },
  }
}

/** Most letters of a title begin no gram of any rule: one look into a table of bits is a tenth of a look into a map. */
const buckets = 65_536
const bucketAt = (text: string, at: number) =>
  (text.charCodeAt(at) * 961 + text.charCodeAt(at + 1) * 31 + text.charCodeAt(at + 2)) & (buckets - 1)

function findGrams(text: string, places: Map<string, number[]>, may: Uint8Array, found: number[]): void {
  for (let at = 0; at + 3 <= text.length; at++)
    if (may[bucketAt(text, at)] === 1) found.push(...(places.get(text.slice(at, at + 3)) ?? []))
}
