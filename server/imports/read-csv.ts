/** Bytes of a CSV in whatever encoding and dialect, as rows. */
import type { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import Papa from 'papaparse'
import { isPartedBySemicolons } from '#domain/csv.ts'
import type { Row } from '#domain/toggl.ts'

/** By its byte order mark. */
export const isUtf16 = ([first, second]: Uint8Array) =>
  (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)

/** UTF-16 by its mark, UTF-8 where it is valid, else Windows-1252, which every byte is. */
export function decode(bytes: Uint8Array): string {
  if (isUtf16(bytes)) return new TextDecoder(bytes[0] === 0xff ? 'utf-16le' : 'utf-16be').decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

/** Signs in which it shows what parts the cells. */
const sampleLength = 65_536

/** Header and rows, each with the line it begins on (quoted cells may hold line breaks). Empty lines are passed over. */
export async function readCsv(stream: Readable): Promise<{ header: string[]; rows: Row[] }> {
  const text = decode(await buffer(stream)).replaceAll('\0', '')
  const rows: Row[] = []
  let line = 1
  let before = 0
  Papa.parse<string[]>(text, {
    skipEmptyLines: false,
    // left empty: whatever the rows say
    delimiter: isPartedBySemicolons(text.slice(0, sampleLength)) ? ';' : '',
    step: ({ data, meta }) => {
      if (data.some((cell) => cell.trim() !== '')) rows.push({ line, cells: data })
      line += lineBreaks(text.slice(before, meta.cursor))
      before = meta.cursor
    },
  })
  const [header, ...rest] = rows
  return { header: header?.cells ?? [], rows: rest }
}

const lineBreaks = (text: string) => text.match(/\r\n|\r|\n/g)?.length ?? 0
