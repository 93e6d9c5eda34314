import { expect, test } from 'vitest'
import { habitsIn, type Decided } from './rule-mining.ts'

const times = (count: number, more: (n: number) => Partial<Decided>): Decided[] =>
  Array.from({ length: count }, (_, n) => ({
    user_id: `person ${n % 4}`,
    account_id: 'a',
    deal_id: 'd',
    task_id: null,
    billable: true,
    duration_seconds: 60,
    ...more(n),
  }))
const found = (decided: Decided[], covered = false) =>
  habitsIn(decided, () => covered).map(({ condition, deal_id, account_id, precision: { right, reviewed } }) =>
    [condition, deal_id ?? account_id, `${right}/${reviewed}`].join(' → '),
  )

test.each<[string, Decided[], string[]]>([
  [
    'ten of one project on one deal',
    times(10, () => ({ project_name: 'Whale songs' })),
    ['project is "whale songs" → d → 10/10'],
  ],
  ['nine are too few', times(9, () => ({ project_name: 'Whale songs' })), []],
  [
    'one in ten may be elsewhere',
    times(20, (n) => ({ project_name: 'W', ...(n < 2 && { deal_id: 'e' }) })),
    ['project is w → d → 18/20'],
  ],
  ['three in twenty may not', times(20, (n) => ({ project_name: 'W', ...(n < 3 && { deal_id: 'e' }) })), []],
  ['case does not count', times(10, (n) => ({ project_name: n % 2 ? 'W' : 'w' })), ['project is w → d → 10/10']],
  ['an account without a deal', times(10, () => ({ tags: ['x'], deal_id: null })), ['tag is x → a → 10/10']],
  ['a client tag needs no rule', times(10, () => ({ tags: ['client: Acme'] })), []],
  [
    'a site that several people use',
    times(12, () => ({ url: 'https://board.acme.com/x' })),
    ['site is board.acme.com → d → 12/12'],
  ],
  ['a site that two people use is theirs', times(12, (n) => ({ url: 'https://acme.com', user_id: `${n % 2}` })), []],
  [
    'a project that several people had open in their editors',
    times(12, () => ({ project_name: 'acme-web', project_from_editor: true })),
    ['project is acme-web → d → 12/12'],
  ],
  [
    'a project that two people had open in their editors is theirs',
    times(12, (n) => ({ project_name: 'acme-web', project_from_editor: true, user_id: `${n % 2}` })),
    [],
  ],
  [
    'unless it is what somebody calls it too',
    times(12, (n) => ({ project_name: 'acme-web', project_from_editor: n > 0, user_id: `${n % 2}` })),
    ['project is acme-web → d → 12/12'],
  ],
  ['titles and apps are nobody’s business', times(12, () => ({ title: 'Salary', app: 'Figma' })), []],
])('%s', (_, decided, habits) => expect(found(decided)).toEqual(habits))

test('what a rule says already is not suggested', () => {
  expect(
    found(
      times(10, () => ({ project_name: 'W' })),
      true,
    ),
  ).toEqual([])
})

test('the most hours come first, and at most twenty', () => {
  const many = Array.from({ length: 25 }, (_, p) =>
    times(10, () => ({ project_name: `p${p}`, duration_seconds: p + 1 })),
  ).flat()
  const habits = habitsIn(many, () => false)
  expect([habits.length, habits[0]!.condition, habits[0]!.seconds]).toEqual([20, 'project is p24', 250])
})
