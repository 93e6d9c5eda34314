/**
 * Keys of the rows of a file so far, each with the line that had it first. They may be three million, so they are kept as numbers
 * in one block of memory: 96 bits of each key instead of its text, 16 bytes a key, and nothing for the collector to walk. That two
 * keys of a million rows get the same bits is less likely than once in 10^16 files.
 */
import { hash } from 'node:crypto'

export type Earlier = { line: number; has_id: boolean }
export type SeenKeys = { get: (key: string) => Earlier | null; set: (key: string, earlier: Earlier) => void }

/** Three numbers of the key, and twice its line with `has_id` as the last bit; a place is empty where that is 0. */
const perKey = 4

export function openSeenKeys(firstPlaces = 1 << 12): SeenKeys {
  let places = firstPlaces
  let table = new Uint32Array(places * perKey)
  let taken = 0

  /** Where the key is, or would be. */
  function find(into: Uint32Array, [a, b, c]: Bits): number {
    for (let place = a % places; ; place = (place + 1) % places) {
      const at = place * perKey
      if (into[at + 3] === 0 || (into[at] === a && into[at + 1] === b && into[at + 2] === c)) return at
    }
  }
  function grow(): void {
    const before = table
    places *= 2
    table = new Uint32Array(places * perKey)
    for (let at = 0; at < before.length; at += perKey) {
      if (before[at + 3] === 0) continue
      const kept = before.subarray(at, at + perKey)
      table.set(kept, find(table, [kept[0]!, kept[1]!, kept[2]!]))
    }
  }
  return {
    get: (key) => {
      const found = table[find(table, bitsOf(key)) + 3]!
      return found === 0 ? null : { line: found >>> 1, has_id: found % 2 === 1 }
    },
    set: (key, { line, has_id }) => {
      if (taken * 4 > places * 3) grow()
      const bits = bitsOf(key)
      const at = find(table, bits)
      if (table[at + 3] === 0) taken++
      table.set([...bits, line * 2 + Number(has_id)], at)
    },
  }
}

type Bits = [number, number, number]
function bitsOf(key: string): Bits {
  const bytes = hash('sha256', key, 'buffer')
  return [bytes.readUInt32LE(0), bytes.readUInt32LE(4), bytes.readUInt32LE(8)]
}
