/** Which letters a font file can draw: its `cmap` (OpenType 1.9, segments of format 4 and groups of format 12), and nothing else of it. */

/** Adds to `letters`, which holds a bit for each code point, what this file has a glyph for. */
export function addLetters(letters: Uint8Array, file: Buffer): void {
  const cmap = tableIn(file, 'cmap')
  const count = file.readUInt16BE(cmap + 2)
  for (let place = 0; place < count; place++) {
    const record = cmap + 4 + 8 * place
    const platform = file.readUInt16BE(record)
    // 0 is Unicode, 3 Windows, which says it in Unicode too
    if (platform !== 0 && platform !== 3) continue
    const at = cmap + file.readUInt32BE(record + 4)
    const format = file.readUInt16BE(at)
    if (format === 4) addSegments(letters, file, at)
    if (format === 12) addGroups(letters, file, at)
  }
}

export const everyLetter = () => new Uint8Array(0x110000 / 8)
export const has = (letters: Uint8Array, code: number): boolean => (letters[code >> 3]! & (1 << (code & 7))) !== 0
const add = (letters: Uint8Array, code: number) => (letters[code >> 3]! |= 1 << (code & 7))

function tableIn(file: Buffer, tag: string): number {
  const count = file.readUInt16BE(4)
  for (let at = 12; at < 12 + 16 * count; at += 16)
    if (file.toString('latin1', at, at + 4) === tag) return file.readUInt32BE(at + 8)
  throw new Error(`the font has no table ${tag}`)
}

function addSegments(letters: Uint8Array, file: Buffer, at: number): void {
  const width = file.readUInt16BE(at + 6)
  const ends = at + 14
  const [starts, deltas, offsets] = [ends + 2 + width, ends + 2 + 2 * width, ends + 2 + 3 * width]
  for (let place = 0; place < width; place += 2) {
    const [start, end] = [file.readUInt16BE(starts + place), file.readUInt16BE(ends + place)]
    const [delta, offset] = [file.readUInt16BE(deltas + place), file.readUInt16BE(offsets + place)]
    for (let code = start; code <= end && code < 0xffff; code++) {
      const glyph = offset === 0 ? code + delta : file.readUInt16BE(offsets + place + offset + 2 * (code - start))
      if ((glyph & 0xffff) !== 0) add(letters, code)
    }
  }
}

function addGroups(letters: Uint8Array, file: Buffer, at: number): void {
  const count = file.readUInt32BE(at + 12)
  for (let group = at + 16; group < at + 16 + 12 * count; group += 12) {
    const [start, end, glyph] = [0, 4, 8].map((offset) => file.readUInt32BE(group + offset)) as [number, number, number]
    for (let code = start; code <= end; code++) if (glyph + code - start !== 0) add(letters, code)
  }
}
