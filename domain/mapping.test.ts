import { expect, test } from 'vitest'
import { buildCatalog, dealAndTaskAgree, mapEntry, type Hints, type Mapped, type Waiting } from './mapping.ts'

const accounts = [
  ['acme-industries', 'Acme Industries Inc.'],
  ['acme-united', 'Acme United Corp'],
  ['bubba', 'Bubba Gump'],
  ['domzoom', 'Domzoom'],
  ['condax', 'Condax'],
  ['finhigh', 'Finhigh'],
  ['support', 'Support Systems Ltd'],
] as const
const deals: [id: string, account_id: string, name: string, open?: false][] = [
  ['ai-redesign', 'acme-industries', 'Website Redesign'],
  ['ai-migration', 'acme-industries', 'Data migration'],
  ['ai-old', 'acme-industries', 'Orion Rollout', false],
  ['au-retainer', 'acme-united', 'Support retainer'],
  ['bubba-shrimp', 'bubba', 'Shrimp Shop Relaunch'],
  ['dom-1', 'domzoom', 'Domzoom - Phase 1'],
  ['dom-2', 'domzoom', 'Domzoom - Phase 2'],
  ['con-redesign', 'condax', 'Website Redesign'],
  ['con-falcon', 'condax', 'Falcon Warehouse'],
  ['fin-old', 'finhigh', 'Website Redesign', false],
  ['fin-care', 'finhigh', 'Maintenance 2025'],
]
const catalog = buildCatalog({
  accounts: accounts.map(([id, name]) => ({ id, name })),
  deals: deals.map(([id, account_id, name, open = true]) => ({ id, account_id, name, open })),
})
const map = (hints: Hints) => mapEntry(hints, catalog) as Mapped & Waiting
const placeOf = (hints: Hints) => {
  const found = map(hints)
  return found.mapping ? [found.account_id, found.deal_id, found.mapping.rule] : 'waits'
}

test('a named deal brings its account, a named task its deal, with certainty', () => {
  expect(map({ deal_id: 'dom-2' })).toEqual({
    account_id: 'domzoom',
    deal_id: 'dom-2',
    task_id: null,
    mapping: {
      rule: 'named',
      reason: 'The entry names the deal “Domzoom - Phase 2”.',
      confidence: 1,
      matched: 'Domzoom - Phase 2',
      runner_up: null,
    },
  })
  expect(map({ task: { id: 't', deal_id: 'con-falcon', account_id: 'condax' } })).toMatchObject({
    account_id: 'condax',
    deal_id: 'con-falcon',
    task_id: 't',
  })
  expect(map({ task: { id: 't', deal_id: null, account_id: 'condax' } })).toMatchObject({
    account_id: 'condax',
    deal_id: null,
    task_id: 't',
  })
})

test.each<[string, Hints, [string, string | null]]>([
  [
    'over tag and project name',
    { deal_id: 'dom-1', tags: ['client:Condax'], project_name: 'Bubba Gump' },
    ['domzoom', 'dom-1'],
  ],
  ['closed as well', { deal_id: 'ai-old' }, ['acme-industries', 'ai-old']],
  [
    'with a task of the account',
    { deal_id: 'dom-1', task: { id: 't', deal_id: null, account_id: 'domzoom' } },
    ['domzoom', 'dom-1'],
  ],
])('what is named goes first: %s', (_why, hints, [account_id, deal_id]) => {
  expect(placeOf(hints)).toEqual([account_id, deal_id, 'named'])
})

test.each([
  [{ account_id: 'a' }, { account_id: 'a' }, true],
  [{ account_id: 'a' }, { account_id: 'b' }, false],
  [{ account_id: 'a' }, { account_id: null }, true],
  [{ account_id: 'a' }, null, true],
  [null, { account_id: 'b' }, true],
])('deal %j and task %j agree: %s', (deal, task, agree) => {
  expect(dealAndTaskAgree(deal, task)).toBe(agree)
})

test.each<[string[], string | null, [string, string | null] | 'waits']>([
  [['client:Bubba Gump'], null, ['bubba', 'bubba-shrimp']],
  [['deep work', 'Customer : bubba gump'], null, ['bubba', 'bubba-shrimp']],
  [['ACCOUNT:Acme United Corporation'], null, ['acme-united', 'au-retainer']],
  [['client:BUBBA'], null, ['bubba', 'bubba-shrimp']],
  [['client：Domzoom'], null, ['domzoom', null]],
  [['client:Domzoom'], 'Phase 2', ['domzoom', 'dom-2']],
  [['client:Domzoom'], 'Domzoom - Phase 1', ['domzoom', 'dom-1']],
  [['client:Acme Industries'], 'Orion Rollout', ['acme-industries', null]],
  [['client:Acme Industries'], 'Acme website redesign', ['acme-industries', 'ai-redesign']],
  [['client:Condax'], 'Bubba Gump', ['condax', null]],
  [['client:Support Systems'], null, ['support', null]],
  [['client:Condax', 'client:CONDAX'], null, ['condax', null]],
  [['client:Condax', 'client:Domzoom'], null, 'waits'],
  [['client:ACME'], null, 'waits'],
  [['client:Zephyr Foods'], null, 'waits'],
  [['client:'], null, 'waits'],
  [['Condax'], null, 'waits'],
  [['Meeting', 'deep work'], null, 'waits'],
])('tags %j with project %j', (tags, project_name, place) => {
  expect(placeOf({ tags, project_name })).toEqual(place === 'waits' ? place : [...place, 'tag'])
})

test.each<[string, [string, string | null] | 'waits', string]>([
  ['Bubba Gump', ['bubba', 'bubba-shrimp'], 'its only open deal'],
  ['Bubba Gump - Website Redesign', ['bubba', 'bubba-shrimp'], 'its only open deal'],
  ['BUBBA GUMP support', ['bubba', 'bubba-shrimp'], 'its only open deal'],
  ['Website Redesign for Acme Industries', ['acme-industries', 'ai-redesign'], 'account and deal'],
  ['Condax - Website Redesign', ['condax', 'con-redesign'], 'equally named deals, but the account is named'],
  ['Data migration for Condax', ['condax', null], 'another account’s deal name says nothing'],
  ['Domzoom - Phase 2', ['domzoom', 'dom-2'], 'the deal as it is named'],
  ['Phase 2 (Domzoom)', ['domzoom', 'dom-2'], 'in another order'],
  ['Domzoom', ['domzoom', null], 'two open deals'],
  ['Shrimp Shop Relaunch', ['bubba', 'bubba-shrimp'], 'a deal alone'],
  ['Falcon Warehous', ['condax', 'con-falcon'], 'a deal with a slip'],
  ['Acme - Falcon Warehouse', 'waits', 'a deal of one, the name of others'],
  ['Zephyr - Falcon Warehouse', 'waits', 'a deal, but a stranger is named'],
  ['Falcon Warehouse - sprint 3', ['condax', 'con-falcon'], 'a deal and work'],
  ['Domzoom: Falcon Warehouse', 'waits', 'account and deal contradict each other'],
  ['Website Redesign', 'waits', 'two accounts have such a deal'],
  ['Orion Rollout', 'waits', 'closed'],
  ['Finhigh - Website Redesign', ['finhigh', null], 'names the closed deal, not the open one'],
  ['Finhigh - Support', ['finhigh', 'fin-care'], 'its only open deal'],
  ['Acme', 'waits', 'two accounts'],
  ['Support', 'waits', 'work'],
  ['Internal - Admin', 'waits', 'work'],
  ['Lunch', 'waits', 'nobody'],
  ['   ', 'waits', 'nothing'],
])('project %j: %j (%s)', (project_name, place) => {
  expect(placeOf({ project_name })).toEqual(place === 'waits' ? place : [...place, 'project_name'])
})

test.each<[string, [string, string | null] | 'waits']>([
  ['bubba-gump', ['bubba', 'bubba-shrimp']],
  ['bubba_gump_web', ['bubba', 'bubba-shrimp']],
  ['condax-website-redesign', ['condax', 'con-redesign']],
  ['acme', 'waits'],
  ['src', 'waits'],
  ['website', 'waits'],
])('the folder %s that an editor had open: %j', (project_name, place) => {
  expect(placeOf({ project_name, project_from_editor: true })).toEqual(
    place === 'waits' ? place : [...place, 'project_name'],
  )
})

test('the project in an editor is told by what it named, and not in its own words', () => {
  const { mapping } = map({ project_name: 'bubba-gump-web-redesign', project_from_editor: true })
  expect(mapping.reason).toMatch(/^The project in the editor matches the account “Bubba Gump/)
  expect(mapping.matched).toBe(null)
  expect(JSON.stringify(mapping)).not.toMatch(/redesign|bubba-gump-/)
})

test('a project name settles which of two customers a tag means, and never overrules the tag', () => {
  expect(placeOf({ tags: ['client:ACME'], project_name: 'Acme United - Phase 2' })).toEqual([
    'acme-united',
    'au-retainer',
    'project_name',
  ])
  expect(placeOf({ tags: ['client:Zephyr Foods'], project_name: 'Bubba Gump' })).toBe('waits')
})

test('every placement says why, what matched, how sure it is and who came next', () => {
  const { mapping } = map({ project_name: 'Website Redesign for Acme Industries' })
  expect(mapping.reason).toBe(
    'The project name matches the account “Acme Industries Inc.”, and its deal “Website Redesign”.',
  )
  expect(mapping.matched).toBe('Acme Industries')
  expect(mapping.confidence).toBeGreaterThan(0.95)
  expect(mapping.runner_up?.name).toBe('Acme United Corp')
  expect(mapping.runner_up!.confidence).toBeLessThan(0.5)
  expect(map({ tags: ['client:Domzoom'] }).mapping.reason).toBe(
    'The tag names the customer “Domzoom”, which has 2 open deals: none is clearly meant.',
  )
})

test('a title alone never attaches, it only yields guesses', () => {
  const found = map({ title: 'RE: Condax go-live – Message (HTML)', app: 'OUTLOOK.EXE' })
  expect(found.mapping).toBeUndefined()
  expect(found.reason).toBe('Nothing names its customer: no deal, no task, no client tag, no project name.')
  expect(found.guesses[0]).toMatchObject({ account_id: 'condax', account_name: 'Condax' })
  expect(found.guesses[0]!.reason).toMatch(/^Title mentions “Condax”\.$/)
})

test('an account with several open deals is guessed together with each of them', () => {
  const { guesses } = map({ title: 'Domzoom – meeting notes' })
  expect(new Set(guesses.map(({ deal_id }) => deal_id))).toEqual(new Set([null, 'dom-1', 'dom-2']))
})

test('a web address yields guesses', () => {
  expect(map({ url: 'https://user@bubba-gump.atlassian.net/browse/PROJ-7' }).guesses[0]).toMatchObject({
    account_id: 'bubba',
    deal_id: 'bubba-shrimp',
    name: 'Shrimp Shop Relaunch',
  })
  expect(map({ url: 'https://www.google.com/search?q=condax' }).guesses).toEqual([])
})

test('two that fit equally share the confidence, and the reason names both', () => {
  const { guesses, reason } = map({ project_name: 'Acme' })
  expect(
    guesses
      .slice(0, 2)
      .map(({ account_id }) => account_id)
      .toSorted(),
  ).toEqual(['acme-industries', 'acme-united'])
  expect(guesses[0]!.confidence).toBeLessThanOrEqual(0.5)
  expect(reason).toMatch(/^The project name “Acme” fits “Acme .+” and “Acme .+” about equally\.$/)
})

test('a closed deal is guessed, but behind the open ones', () => {
  const { guesses } = map({ project_name: 'Orion Rollout' })
  expect(guesses[0]).toMatchObject({ deal_id: 'ai-old' })
  expect(guesses[0]!.confidence).toBeLessThanOrEqual(0.5)
  expect(guesses[0]!.reason).toContain('which is closed')
})

test('there are at most five guesses, ranked, no place twice', () => {
  const { guesses } = map({
    tags: ['client:Acme', 'Condax'],
    project_name: 'Domzoom Finhigh website',
    title: 'Bubba Gump, Condax, Domzoom',
    url: 'https://finhigh.example',
  })
  expect(guesses.length).toBeGreaterThan(2)
  expect(guesses.length).toBeLessThanOrEqual(5)
  expect(guesses.map(({ confidence }) => confidence)).toEqual(
    guesses.map(({ confidence }) => confidence).toSorted((a, b) => b - a),
  )
  expect(new Set(guesses.map(({ account_id, deal_id }) => `${account_id} ${deal_id}`)).size).toBe(guesses.length)
})

const hostile = [
  '',
  ' ',
  '\u0000',
  '🔥'.repeat(500),
  'a'.repeat(10_000),
  '[('.repeat(5_000),
  'client:'.repeat(1_000),
  '\u202Eشركة\u202C',
  '—–:;|/\\',
  'https://'.repeat(1_000),
  '\uD800',
  '\uFDFA'.repeat(2_000),
]
test.each(hostile.map((text) => [text.slice(0, 20), text]))('hostile text %j waits, at once', (_short, text) => {
  const started = performance.now()
  const found = map({ tags: [text, `client:${text}`], project_name: text, title: text, url: text, app: text })
  expect(found.mapping).toBeUndefined()
  expect([...found.guesses, found.reason].length).toBeGreaterThan(0)
  expect(performance.now() - started).toBeLessThan(200)
})

test('nothing said at all waits without guesses', () => {
  expect(map({}).guesses).toEqual([])
  expect(mapEntry({ project_name: 'Condax' }, buildCatalog({ accounts: [], deals: [] }))).toMatchObject({
    guesses: [],
    reason: 'The project name “Condax” resembles no account or deal.',
  })
})
