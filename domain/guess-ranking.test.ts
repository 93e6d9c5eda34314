import { expect, test } from 'vitest'
import { optionsFor, type Learned } from './guess-features.ts'
import { rankGuesses, shareOut } from './guess-ranking.ts'
import { habitsOf, spotKey, type Decided, type Spot } from './habits.ts'
import { buildCatalog, mapEntry, type Hints } from './mapping.ts'

const catalog = buildCatalog({
  accounts: [
    { id: 'kestrel', name: 'Kestrel Logistics' },
    { id: 'quill', name: 'Quill Publishing GmbH' },
  ],
  deals: [
    { id: 'fleet', account_id: 'kestrel', name: 'Fleet dashboard', open: true },
    { id: 'drivers', account_id: 'kestrel', name: 'Driver app', open: true },
    { id: 'author', account_id: 'quill', name: 'Author platform', open: true },
    { id: 'lost', account_id: 'quill', name: 'Rights database', open: false },
  ],
})
const at: Record<string, Spot> = {
  fleet: { account_id: 'kestrel', deal_id: 'fleet' },
  drivers: { account_id: 'kestrel', deal_id: 'drivers' },
  author: { account_id: 'quill', deal_id: 'author' },
  lost: { account_id: 'quill', deal_id: 'lost' },
  internal: { account_id: null, deal_id: null },
}
const times = (count: number, where: string, facts: Omit<Decided, keyof Spot>): Decided[] =>
  Array.from({ length: count }, () => ({ ...facts, ...at[where]! }))
const known = (decided: Decided[], more: Partial<Learned> = {}): Learned => ({
  habits: habitsOf(decided),
  before: null,
  after: null,
  lately: new Map(),
  ...more,
})
const rank = (hints: Hints, learned: Learned, who = 'You') => {
  const found = mapEntry(hints, catalog)
  return rankGuesses(hints, 'guesses' in found ? found.guesses : [], learned, catalog, who)
}

const boards = { app: 'Figma', title: 'Boards – Figma', url: 'https://board.example/1' }
const mail = { app: 'Outlook', title: 'Inbox – Outlook' }
const past = [...times(14, 'fleet', boards), ...times(1, 'author', boards), ...times(10, 'author', mail)]

test.each<[what: string, hints: Hints, learned: Learned, first: string, reason: RegExp]>([
  ['what was on the screen', boards, known(past), 'fleet', /^You put 14 of 15 entries .+ here\.$/],
  ['the site alone', { url: 'https://board.example/9' }, known(past), 'fleet', /14 of 15 entries on board\.example/],
  ['the app alone', { app: 'Outlook' }, known(past), 'author', /10 of 10 entries in Outlook/],
  ['a word of the title', { title: 'The boards again' }, known(past), 'fleet', /that mention “boards”/],
  [
    'the project name',
    { project_name: 'X1' },
    known(times(5, 'drivers', { project_name: 'X1' })),
    'drivers',
    /project name/,
  ],
  [
    'a tag',
    { tags: ['Vans'] },
    known(times(5, 'drivers', { tags: ['vans'] })),
    'drivers',
    /5 of 5 entries tagged “Vans”/,
  ],
  ['the time before it', mail, known([], { before: at['drivers']! }), 'drivers', /just before it/],
  ['the time around it', mail, known([], { before: at['fleet']!, after: at['fleet']! }), 'fleet', /before and after/],
  [
    'where the person works now',
    mail,
    known([], { lately: new Map([['fleet', { ...at['fleet']!, share: 0.8 }]]) }),
    'fleet',
    /80 % of your time/,
  ],
  [
    'internal work as well',
    { app: 'Chess' },
    known([...past, ...times(9, 'internal', { app: 'Chess' })]),
    'internal',
    /in Chess/,
  ],
  ['a name, where nothing was decided', { title: 'Fleet dashboard notes' }, known([]), 'fleet', /Title mentions/],
])('guesses follow %s', (_, hints, learned, first, reason) => {
  const [best] = rank(hints, learned)
  expect(spotKey(best!)).toBe(first)
  expect(best!.reason).toMatch(reason)
})

test('internal work is a guess of its own, with a name and without a customer', () => {
  const [best] = rank({ app: 'Chess' }, known(times(20, 'internal', { app: 'Chess' })))
  expect(best).toMatchObject({ account_id: null, deal_id: null, name: 'Internal, not billable', account_name: '' })
})

test('of somebody else it is told by their name', () => {
  expect(rank(boards, known(past), 'Noah')[0]!.reason).toMatch(/^Noah put 14 of 15/)
})

test('a deal that is lost and an account that is gone are no guesses, however often they were right', () => {
  const gone = { account_id: 'gone', deal_id: null }
  const learned = known([...times(30, 'lost', boards), ...Array.from({ length: 30 }, () => ({ ...boards, ...gone }))])
  expect(rank(boards, learned)).toEqual([])
})

test('there are at most five, the likeliest first, and together they are never surer than sure', () => {
  const everywhere = Object.keys(at).flatMap((where, n) => times(n + 1, where, mail))
  const guesses = rank({ ...mail, title: 'Kestrel and Quill' }, known(everywhere))
  const said = guesses.map(({ confidence }) => confidence)
  expect(guesses.length).toBeLessThanOrEqual(5)
  expect(said).toEqual(said.toSorted((a, b) => b - a))
  expect(said.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(1.02)
})

test('a newcomer of whom nothing is known gets less sure guesses than one who decided the same often', () => {
  const once = rank(boards, known(times(1, 'fleet', boards)))[0]!
  const often = rank(boards, known(times(40, 'fleet', boards)))[0]!
  expect(once.confidence).toBeLessThan(often.confidence)
})

test('nothing known and nothing said gives no guess, and texts of any kind break nothing', () => {
  expect(rank({}, known([]))).toEqual([])
  const odd = { title: '\u0000'.repeat(9_000), url: 'http://', app: '𝒻𝒾𝑔𝓂𝒶', project_name: '—', tags: ['', ' '] }
  expect(() => rank(odd, known(times(3, 'fleet', odd)))).not.toThrow()
})

test('what speaks for the spots is shared out to one', () => {
  const { candidates, elsewhere } = optionsFor(boards, [], known(past))
  const shares = shareOut([elsewhere, ...candidates.map(({ weighed }) => weighed)])
  expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1)
})
