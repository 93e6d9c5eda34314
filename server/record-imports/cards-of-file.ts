/** The cards of a file from its text, piece by piece: pictures make such files large, and no field wants them. */
import type { Row } from '#domain/toggl.ts'
import { readVcards } from '#domain/vcard.ts'
import { pieceLength, UnreadableTable } from './rows-of-table.ts'

/** Of signs: a card with a picture of ten megabytes. */
const longestCard = 16_000_000

export async function* cardsOf(pieces: AsyncIterable<string>): AsyncGenerator<Row> {
  let [open, before, enough] = ['', 0, pieceLength]
  for await (const piece of pieces) {
    open += piece
    if (open.length < enough) continue
    const whole = open.slice(0, endOfCards(open))
    yield* rowsFrom(whole, before)
    before += linesIn(whole)
    open = open.slice(whole.length)
    if (open.length > longestCard)
      throw new UnreadableTable(`A card of the file is longer than ${longestCard.toLocaleString('en')} signs.`)
    // one that goes on is looked at again when twice as much is there
    enough = Math.max(pieceLength, 2 * open.length)
  }
  yield* rowsFrom(open, before)
}

function* rowsFrom(text: string, before: number): Generator<Row> {
  for (const { line, cells } of readVcards(text)) yield { line: before + line, cells }
}

/** Behind the last card that has ended. */
const endOfCards = (text: string): number =>
  [...text.matchAll(/^END:VCARD[ \t]*\n/gim)].reduce((_, { index, 0: line }) => index + line.length, 0)

function linesIn(text: string): number {
  let lines = 0
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines++
  return lines
}
