import { describe, expect, test } from 'vitest'
import { captureOf, minimise, type Capture } from './capture.ts'
import { jurisdictions } from './notice.ts'

const settings = (capture: Capture, capture_queries = false, editor_projects = false) => ({
  capture,
  capture_queries,
  editor_projects,
})
const unnamed = { project_name: null, project_from_editor: false }
const seen = {
  ...unnamed,
  title: 'Offer for Ann',
  app: 'Firefox',
  url: 'https://ann:secret@mail.example:8443/inbox?q=ill#top',
}

describe('what is kept', () => {
  test.each([
    ['titles', false, { ...seen, url: 'https://mail.example:8443/inbox' }, ['query', 'credentials']],
    ['titles', true, { ...seen, url: 'https://mail.example:8443/inbox?q=ill#top' }, ['credentials']],
    [
      'apps_and_sites',
      true,
      { ...unnamed, title: null, app: 'Firefox', url: 'https://mail.example/' },
      ['title', 'address'],
    ],
    ['nothing', true, { ...unnamed, title: null, app: null, url: null }, ['title', 'app', 'address']],
  ] as const)('%s, queries %s', (capture, queries, kept, dropped) =>
    expect(minimise(seen, settings(capture, queries))).toEqual({ kept, dropped }),
  )

  test.each(['titles', 'apps_and_sites', 'nothing'] as const)(
    'where there is nothing nothing is dropped: %s',
    (capture) => {
      const empty = { ...unnamed, title: null, app: null, url: null }
      expect(minimise(empty, settings(capture))).toEqual({ kept: empty, dropped: [] })
    },
  )
})

test.each<[capture: Capture, willing: boolean, from_editor: boolean, kept: boolean]>([
  ['titles', false, true, false],
  ['titles', true, true, true],
  ['apps_and_sites', false, true, false],
  ['apps_and_sites', true, true, true],
  ['nothing', true, true, false],
  // what a sender or a person calls the project is on no screen
  ['titles', false, false, true],
  ['nothing', false, false, true],
])(
  'where the company keeps %s and the person is willing: %s, a project from an editor: %s is kept: %s',
  (capture, willing, from_editor, kept) => {
    const named = { title: null, app: null, url: null, project_name: 'acme-web', project_from_editor: from_editor }
    expect(minimise(named, settings(capture, false, willing))).toEqual({
      kept: kept ? named : { ...named, ...unnamed },
      dropped: kept ? [] : ['project'],
    })
  },
)

const addressOf = (url: string, capture: Capture, queries = false) => {
  const { kept, dropped } = minimise({ ...unnamed, title: null, app: null, url }, settings(capture, queries))
  return [kept.url, dropped.join(' ')]
}

test.each([
  ['https://a.example/x', 'https://a.example/x', ''],
  ['https://a.example/x?token=1', 'https://a.example/x', 'query'],
  ['https://a.example/x#/inbox/7', 'https://a.example/x', 'query'],
  ['https://a.example/x?a=1\n&b=2', 'https://a.example/x', 'query'],
  ['https://a.example/@ann', 'https://a.example/@ann', ''],
  ['a.example/x?y', 'a.example/x', 'query'],
  ['ann:pw@a.example/x', 'a.example/x', 'credentials'],
  ['ftp://ann@a.example/', 'ftp://a.example/', 'credentials'],
  ['//ann:p:w@a.example/', '//a.example/', 'credentials'],
  ['https://ann:p@ss@a.example/', 'https://a.example/', 'credentials'],
  ['mailto:ann@a.example', 'a.example', 'credentials'],
  ['about:blank', 'about:blank', ''],
  ['file:///home/ann/plan.doc', 'file:///home/ann/plan.doc', ''],
  ['data:text/html,secret', null, 'address'],
  [' JavaScript:alert(1)', null, 'address'],
  ['blob:https://a.example/7', null, 'address'],
  ['?only', null, 'query'],
])('of the address %j without its query stays %j', (url, kept, dropped) =>
  expect(addressOf(url, 'titles')).toEqual([kept, dropped]),
)

test.each([
  ['https://a.example/', 'https://a.example/', ''],
  ['HTTPS://A.Example/x?y', 'https://a.example/', 'address'],
  ['http://a.example:8080/x', 'http://a.example/', 'address'],
  ['a.example/x', 'https://a.example/', 'address'],
  ['https://ann:pw@a.example/x', 'https://a.example/', 'address'],
  ['https://[2001:db8::1]/x', 'https://[2001:db8::1]/', 'address'],
  ['file:///home/ann/plan.doc', null, 'address'],
  ['about:blank', null, 'address'],
  ['data:text/html,secret', null, 'address'],
  ['Patient file: Ann', null, 'address'],
])('of the address %j its site is %j', (url, kept, dropped) =>
  expect(addressOf(url, 'apps_and_sites')).toEqual([kept, dropped]),
)

test('without a choice the place decides, and where the law is strict titles are not kept', () => {
  const kept = Object.fromEntries(
    jurisdictions.map((jurisdiction) => [jurisdiction, captureOf({ capture: null, jurisdiction })]),
  )
  expect(kept).toEqual({
    eu: 'apps_and_sites',
    germany: 'apps_and_sites',
    india: 'apps_and_sites',
    us: 'titles',
    other: 'titles',
  })
  expect(captureOf({ capture: 'titles', jurisdiction: 'germany' })).toBe('titles')
})
