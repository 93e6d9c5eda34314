/**
 * The Markdown of notes, read into blocks: what people type in a note (emphasis, lists, checklists, quotes, code, headings, links)
 * and no more. There is no HTML in it, so whatever looks like some is text; a link leads to http, https or a mailbox. Every step
 * looks at a character a bounded number of times, however a note is made: who may write one must not stop who reads it.
 */

export type Inline =
  | { kind: 'text'; text: string }
  | { kind: 'code'; text: string }
  | { kind: 'break' }
  | { kind: Mark; inside: Inline[] }
  | { kind: 'link'; href: string; inside: Inline[] }
export type Block =
  | { kind: 'paragraph'; inside: Inline[] }
  | { kind: 'heading'; level: number; inside: Inline[] }
  | { kind: 'code'; text: string }
  | { kind: 'rule' }
  | { kind: 'quote'; blocks: Block[] }
  | { kind: 'list'; start: number | null; items: Item[] }
/** `done`: null where it has no box to tick. */
export type Item = { done: boolean | null; blocks: Block[] }
type Mark = 'strong' | 'em' | 'struck'

/** Quotes and lists within each other; what is deeper is shown as it was typed. */
const deepest = 6

export const readMarkdown = (text: string): Block[] => blocksOf(text.replaceAll(/\r\n?/g, '\n').split('\n'), 0)

const fence = /^ {0,3}(`{3,}|~{3,})[^`]*$/
const heading = /^ {0,3}(#{1,6})[ \t]+(\S.*)$/
const rule = /^ {0,3}(?:-(?:[ \t]*-){2,}|\*(?:[ \t]*\*){2,}|_(?:[ \t]*_){2,})[ \t]*$/
const quote = /^ {0,3}> ?/
const item = /^( *)([-*+]|(\d{1,9})[.)])( {1,4}|\t)(?=\S)/

type Read = { block: Block; next: number }

function blocksOf(lines: string[], depth: number): Block[] {
  const blocks: Block[] = []
  let paragraph: string[] = []
  const end = () => {
    if (paragraph.length > 0) blocks.push({ kind: 'paragraph', inside: inlinesOf(paragraph.join('\n')) })
    paragraph = []
  }
  for (let at = 0; at < lines.length;) {
    const read = special(lines, at, depth, paragraph.length > 0)
    if (read) {
      end()
      blocks.push(read.block)
    } else if (lines[at]!.trim() === '') end()
    else paragraph.push(lines[at]!)
    at = read?.next ?? at + 1
  }
  end()
  return blocks
}

/** The block that begins at this line, if one does that is not a paragraph. */
function special(lines: string[], at: number, depth: number, inParagraph: boolean): Read | null {
  const line = lines[at]!
  const titled = heading.exec(line)
  if (titled)
    return { block: { kind: 'heading', level: titled[1]!.length, inside: inlinesOf(titled[2]!) }, next: at + 1 }
  const fenced = fence.exec(line)
  if (fenced) return readFenced(lines, at, fenced[1]!)
  if (rule.test(line)) return { block: { kind: 'rule' }, next: at + 1 }
  if (depth >= deepest) return null
  if (quote.test(line)) return readQuote(lines, at, depth)
  const first = item.exec(line)
  // "in\n2024. It was" is a sentence
  return first && !(inParagraph && first[3] !== undefined && first[3] !== '1') ? readList(lines, at, depth) : null
}

function readFenced(lines: string[], at: number, mark: string): Read {
  const isEnd = (line: string) => line.trim().length >= mark.length && line.trim().replaceAll(mark[0]!, '') === ''
  let last = at + 1
  while (last < lines.length && !isEnd(lines[last]!)) last++
  return { block: { kind: 'code', text: lines.slice(at + 1, last).join('\n') }, next: last + 1 }
}

function readQuote(lines: string[], at: number, depth: number): Read {
  let next = at
  while (next < lines.length && quote.test(lines[next]!)) next++
  const within = lines.slice(at, next).map((line) => line.replace(quote, ''))
  return { block: { kind: 'quote', blocks: blocksOf(within, depth + 1) }, next }
}

function readList(lines: string[], at: number, depth: number): Read {
  const first = item.exec(lines[at]!)!
  const ordered = first[3] !== undefined
  const items: Item[] = []
  let next = at
  for (let found = first as RegExpExecArray | null; found && (found[3] !== undefined) === ordered;) {
    const width = found[0].length
    const within = [lines[next]!.slice(width)]
    for (next++; next < lines.length && belongs(lines, next, width); next++) within.push(lines[next]!.slice(width))
    items.push(itemOf(within, depth))
    const after = lines[next]?.trim() === '' ? next + 1 : next
    found = item.exec(lines[after] ?? '')
    if (found && (found[3] !== undefined) === ordered) next = after
  }
  return { block: { kind: 'list', start: ordered ? Number(first[3]) : null, items }, next }
}

/** What is indented as far as the text of the item, and one empty line before that. */
function belongs(lines: string[], at: number, width: number): boolean {
  const isIn = (line: string | undefined) =>
    line !== undefined && line.trim() !== '' && /^\s*/.exec(line)![0].length >= width
  return isIn(lines[at]) || (lines[at]!.trim() === '' && isIn(lines[at + 1]))
}

function itemOf(lines: string[], depth: number): Item {
  const box = /^\[([ xX])\][ \t]+/.exec(lines[0]!)
  const within = box ? [lines[0]!.slice(box[0].length), ...lines.slice(1)] : lines
  return { done: box ? box[1] !== ' ' : null, blocks: blocksOf(within, depth + 1) }
}

const marks: Record<string, Mark[]> = {
  '*': ['em'],
  _: ['em'],
  '**': ['strong'],
  __: ['strong'],
  '***': ['strong', 'em'],
  ___: ['strong', 'em'],
  '~~': ['struck'],
}
/** What may mean something; between two of them everything is text. */
const sign = /\\|`+|\*+|_+|~+|\[|\n|https?:\/\//g
const named = /\[([^[\]\n]+)\]\(((?:https?:\/\/|mailto:)(?:[^\s<>()]|\([^\s<>()]*\))*)\)/y
const address = /https?:\/\/[^\s<>"]+/y
const isWord = (sign: string | undefined) => sign !== undefined && /[\p{L}\p{N}]/u.test(sign)
const isSpace = (sign: string | undefined) => sign === undefined || /\s/.test(sign)

/** What was opened and not closed yet: the mark as it was typed, and what stands behind it. */
type Open = { typed: string; mark: Mark | null; inside: Inline[] }

function inlinesOf(text: string, links = true): Inline[] {
  const open: Open[] = [{ typed: '', mark: null, inside: [] }]
  const ends = closingTicks(text)
  const put = (...found: Inline[]) => void open.at(-1)!.inside.push(...found)
  const say = (said: string) => {
    const last = open.at(-1)!.inside.at(-1)
    if (last?.kind === 'text') last.text += said
    else if (said !== '') put({ kind: 'text', text: said })
  }
  const isOpen = (mark: Mark) => open.some((one) => one.mark === mark)
  let at = 0
  sign.lastIndex = 0
  for (let found = nextSign(text, 0); found; found = nextSign(text, at)) {
    const [typed] = found
    say(text.slice(at, found.index))
    at = found.index + typed.length
    const close = ends.get(found.index)
    const kinds = marks[typed]
    if (typed === '\n') put({ kind: 'break' })
    else if (typed === '\\') {
      const escapes = /[\\`*_~[\]()#+\-.!>]/.test(text[at] ?? '')
      say(escapes ? text[at++]! : '\\')
    } else if (typed[0] === '`' && close !== undefined) {
      put({ kind: 'code', text: text.slice(at, close).replaceAll('\n', ' ') })
      at = close + typed.length
    } else if (typed === '[' || typed[0] === 'h') {
      const link = links ? linkAt(text, found.index) : null
      if (link) put(link.link)
      else say(typed)
      at = link?.next ?? at
    } else if (kinds) {
      const [before, after] = [text[found.index - 1], text[at]]
      if (kinds.every(isOpen) && !isSpace(before) && !isWord(after))
        for (const mark of kinds.toReversed()) shut(open, mark)
      else if (!kinds.some(isOpen) && !isSpace(after) && !isWord(before))
        for (const [place, mark] of kinds.entries())
          open.push({ typed: kinds.length === 1 ? typed : typed.slice(0, place === 0 ? 2 : 1), mark, inside: [] })
      else say(typed)
    } else say(typed)
  }
  say(text.slice(at))
  return open.flatMap(asTyped)
}

function nextSign(text: string, from: number): RegExpExecArray | null {
  sign.lastIndex = from
  return sign.exec(text)
}

const asTyped = ({ typed, inside }: Open): Inline[] =>
  typed === '' ? inside : [{ kind: 'text', text: typed }, ...inside]

/** What was opened since and not closed was not meant. No mark stands within itself, so this goes at most three deep. */
function shut(open: Open[], mark: Mark): void {
  const place = open.findLastIndex((one) => one.mark === mark)
  if (place === -1) return
  const [begun, ...others] = open.splice(place)
  open.at(-1)!.inside.push({ kind: mark, inside: [...begun!.inside, ...others.flatMap(asTyped)] })
}

/** Where each run of backticks ends that has another of its length behind it. */
function closingTicks(text: string): Map<number, number> {
  const ends = new Map<number, number>()
  const nextOf = new Map<number, number>()
  for (const { 0: ticks, index } of [...text.matchAll(/`+/g)].toReversed()) {
    const next = nextOf.get(ticks.length)
    if (next !== undefined) ends.set(index, next)
    nextOf.set(ticks.length, index)
  }
  return ends
}

function linkAt(text: string, at: number): { link: Inline; next: number } | null {
  named.lastIndex = at
  const [whole, words, href] = named.exec(text) ?? []
  if (whole) return { link: { kind: 'link', href: href!, inside: inlinesOf(words!, false) }, next: at + whole.length }
  if (text[at] === '[' || isWord(text[at - 1])) return null
  address.lastIndex = at
  const found = withoutEnd(address.exec(text)?.[0] ?? '')
  return /^https?:\/\/[^/]/.test(found)
    ? { link: { kind: 'link', href: found, inside: [{ kind: 'text', text: found }] }, next: at + found.length }
    : null
}

/** Without what belongs to the sentence: a full stop, the bracket one is in, a mark that ends here. */
function withoutEnd(found: string): string {
  let end = found.length
  const opened = found.split('(').length
  let closed = found.split(')').length
  while (end > 0 && (/[.,;:!?'\]*_~]/.test(found[end - 1]!) || (found[end - 1] === ')' && closed > opened))) {
    if (found[end - 1] === ')') closed--
    end--
  }
  return found.slice(0, end)
}
