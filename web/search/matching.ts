/** What is known in the browser is found by the beginnings of its words, without accents and case, in any order. */
export const fold = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()

const wordsOf = (text: string) => fold(text).match(/[\p{L}\p{N}]+/gu) ?? []

/** Within a word fewer letters than these stand everywhere; one sign of Chinese is a word. */
const leastWithin = 3

/** A test for texts: every word asked for begins one of theirs, or the whole stands somewhere in them. */
export function matcher(asked: string): (text: string) => boolean {
  const wanted = wordsOf(asked)
  const whole = fold(asked.trim())
  const anywhere = whole.length >= leastWithin || /[^\x20-\x7e]/.test(whole)
  return (text) => {
    const words = wordsOf(text)
    return (
      wanted.every((word) => words.some((there) => there.startsWith(word))) || (anywhere && fold(text).includes(whole))
    )
  }
}

/** A text in pieces, those set apart that stand for what was found. */
export function pieces(text: string, found: readonly string[]): { text: string; found: boolean }[] {
  const signs = [...text]
  const folded = signs.map(fold)
  const marked = signs.map(() => false)
  const line = folded.join('')
  // how many signs of the folded line lie before each sign of the text
  const ends = folded.reduce<number[]>((sum, part) => [...sum, (sum.at(-1) ?? 0) + part.length], [])
  for (const word of found.flatMap((each) => fold(each).split(' ')).filter((each) => each !== '')) {
    const start = line.indexOf(word)
    if (start < 0) continue
    for (const [index, end] of ends.entries())
      if (end > start && end - folded[index]!.length < start + word.length) marked[index] = true
  }
  return signs.reduce<{ text: string; found: boolean }[]>((made, sign, index) => {
    const last = made.at(-1)
    if (last && last.found === marked[index]) last.text += sign
    else made.push({ text: sign, found: marked[index]! })
    return made
  }, [])
}
