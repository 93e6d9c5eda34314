import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { activeEntries, type AwBucket, type AwEvent } from './activitywatch.ts'

const now_ms = Date.parse('2026-11-23T12:00:00Z')
const day = (clock: string) => `2025-09-15T${clock}+00:00`
const event = (start: string, minutes: number, data: Record<string, unknown>): AwEvent => ({
  timestamp: day(start),
  duration: minutes * 60,
  data,
})
const bucket = (type: string, events: AwEvent[], over: Partial<AwBucket> = {}): AwBucket => ({
  id: `${type}_DESK`,
  type,
  hostname: 'DESK',
  device_id: null,
  events,
  ...over,
})
const windowsOf = (events: AwEvent[], over: Partial<AwBucket> = {}) => bucket('currentwindow', events, over)
const present = (events = [event('08:00:00', 600, { status: 'not-afk' })], over: Partial<AwBucket> = {}) =>
  bucket('afkstatus', events, over)
const read = (buckets: AwBucket[], now = now_ms) => activeEntries(buckets, now, (text) => text)
const spansOf = (buckets: AwBucket[], now = now_ms) =>
  read(buckets, now).entries.map(
    ({ start_time, end_time, app }) => `${start_time.slice(11, 19)}–${end_time.slice(11, 19)} ${app}`,
  )
const acme = { app: 'Code', title: 'acme' }
const mail = { app: 'Mail', title: 'Inbox' }

const sample = (): Record<string, AwBucket> =>
  JSON.parse(readFileSync('test/data/time/activitywatch_export_sample.json', 'utf8')).buckets
const sampleBuckets = () => Object.values(sample()).map((own) => ({ ...own, device_id: null }))

test('the sample day holds 6.6394 h at the keyboard, to the second, and names what it leaves out', () => {
  const { entries, active_ms, notes } = read(sampleBuckets())
  const seconds = entries.reduce((sum, { duration_seconds }) => sum + duration_seconds, 0)
  expect(Math.abs(active_ms / 3_600_000 - 6.6394)).toBeLessThan(0.0001)
  expect(Math.abs(seconds - active_ms / 1_000)).toBeLessThan(1)
  expect(seconds).toBe(23_902)
  expect(entries).toHaveLength(538)
  expect(notes).toEqual([
    '286 window events of SAMPLE-LAPTOP have no length and add no time.',
    'Not counted as time of its own: general.stopwatch.',
  ])
})

test('each entry has a positive span, seconds within one of it, an id of its own, and overlaps no other', () => {
  const { entries } = read(sampleBuckets())
  for (const [index, { start_time, end_time, duration_seconds }] of entries.entries()) {
    const span_ms = Date.parse(end_time) - Date.parse(start_time)
    expect(span_ms).toBeGreaterThan(0)
    expect(Math.abs(duration_seconds * 1_000 - span_ms)).toBeLessThan(1_000)
    if (index > 0) expect(start_time >= entries[index - 1]!.end_time).toBe(true)
  }
  expect(new Set(entries.map(({ external_id }) => external_id)).size).toBe(entries.length)
})

test.each<[string, AwBucket[], string[]]>([
  [
    'two windows of ten minutes, away in the middle ten',
    [
      windowsOf([event('07:00:00', 10, acme), event('07:10:00', 10, mail)]),
      present([
        event('07:00:00', 5, { status: 'not-afk' }),
        event('07:05:00', 10, { status: 'afk' }),
        event('07:15:00', 5, { status: 'not-afk' }),
      ]),
    ],
    ['07:00:00–07:05:00 Code', '07:15:00–07:20:00 Mail'],
  ],
  [
    'overlapping windows, not counted twice',
    [windowsOf([event('09:00:00', 30, acme), event('09:20:00', 30, mail)]), present()],
    ['09:00:00–09:20:00 Code', '09:20:00–09:50:00 Mail'],
  ],
  [
    'two windows that start together',
    [windowsOf([event('09:00:00', 5, mail), event('09:00:00', 30, acme)]), present()],
    ['09:00:00–09:30:00 Code'],
  ],
  [
    'the same event twice, once grown (a Rust re-import)',
    [windowsOf([event('09:00:00', 30, acme), event('09:00:00', 5, acme)]), present()],
    ['09:00:00–09:30:00 Code'],
  ],
  [
    'presence told twice, overlapping',
    [
      windowsOf([event('09:00:00', 30, acme)]),
      present([event('08:00:00', 70, { status: 'not-afk' }), event('09:05:00', 5, { status: 'not-afk' })]),
    ],
    ['09:00:00–09:10:00 Code'],
  ],
  [
    'equal windows that touch',
    [windowsOf([event('09:00:00', 10, acme), event('09:10:00', 10, acme)]), present()],
    ['09:00:00–09:20:00 Code'],
  ],
  [
    'equal windows a second apart, whose gap is not filled',
    [windowsOf([event('09:00:00', 10, acme), event('09:10:01', 10, acme)]), present()],
    ['09:00:00–09:10:00 Code', '09:10:01–09:20:01 Code'],
  ],
  [
    'two hosts at different hours',
    [
      windowsOf([event('09:00:00', 10, acme)]),
      present(),
      windowsOf([event('15:00:00', 10, mail)], { id: 'w2', hostname: 'LAPTOP' }),
      present(undefined, { id: 'a2', hostname: 'LAPTOP' }),
    ],
    ['09:00:00–09:10:00 Code', '15:00:00–15:10:00 Mail'],
  ],
  [
    'two hosts at once, for one person',
    [
      windowsOf([event('09:05:00', 10, mail)], { id: 'w2', hostname: 'LAPTOP' }),
      present(undefined, { id: 'a2', hostname: 'LAPTOP' }),
      windowsOf([event('09:00:00', 10, acme)]),
      present(),
    ],
    ['09:00:00–09:10:00 Code', '09:10:00–09:15:00 Mail'],
  ],
  [
    'presence of one host, which says nothing of another',
    [
      windowsOf([event('09:00:00', 10, acme)], { hostname: 'LAPTOP' }),
      windowsOf([event('10:00:00', 10, mail)]),
      present(),
    ],
    ['10:00:00–10:10:00 Mail'],
  ],
  [
    'a bucket that knows its device and one that only knows its host',
    [windowsOf([event('09:00:00', 10, acme)], { device_id: 'd-1' }), present()],
    ['09:00:00–09:10:00 Code'],
  ],
])('active time of %s', (_, buckets, expected) => {
  expect(spansOf(buckets)).toEqual(expected)
  expect(spansOf(buckets.toReversed().map((own) => ({ ...own, events: own.events.toReversed() })))).toEqual(expected)
})

test('presence and windows that reach into the future end now', () => {
  const now = Date.parse('2025-09-15T09:07:00Z')
  expect(spansOf([windowsOf([event('09:00:00', 30, acme), event('09:40:00', 5, mail)]), present()], now)).toEqual([
    '09:00:00–09:07:00 Code',
  ])
  expect(read([windowsOf([event('09:40:00', 5, mail)]), present()], now).notes).toEqual([
    '1 events begin in the future and were left out.',
  ])
})

test('a host without a record of presence is not imported, and the report says why', () => {
  const { entries, notes } = read([windowsOf([event('09:00:00', 10, acme)])])
  expect(entries).toEqual([])
  expect(notes).toEqual([
    'DESK has no record of presence (no afk bucket): its window time is unverified and not imported.',
  ])
})

test('an event that grew keeps its ids, and nothing before it changes', () => {
  const export_ = (minutes: number) =>
    read([
      windowsOf([event('09:00:00.400', 10.01, mail), event('10:00:00.250', minutes, acme)]),
      present([event('08:00:00', 125, { status: 'not-afk' }), event('10:08:00', minutes - 8, { status: 'not-afk' })]),
    ]).entries
  const [before, after] = [export_(10), export_(25)]
  expect(after.map(({ external_id }) => external_id)).toEqual(before.map(({ external_id }) => external_id))
  expect(after.slice(0, 2)).toEqual(before.slice(0, 2))
  expect(before.at(-1)).toMatchObject({ start_time: '2025-09-15T10:08:00.000Z', end_time: '2025-09-15T10:10:00.000Z' })
  expect(after.at(-1)).toMatchObject({ start_time: '2025-09-15T10:08:00.000Z', end_time: '2025-09-15T10:25:00.000Z' })
})

test('time that one host adds later changes no second of what another recorded before', () => {
  const short = (hour: string, count: number) =>
    Array.from({ length: count }, (_, index) => event(`${hour}:00:${index + 10}`, 0.0111, { app: `${hour} ${index}` }))
  const morning = (added: number) =>
    read([
      windowsOf([event('08:30:00', 1, mail), ...short('10', added)], { id: 'w1' }),
      present(),
      windowsOf(short('09', 40), { id: 'w2', hostname: 'LAPTOP' }),
      present(undefined, { id: 'a2', hostname: 'LAPTOP' }),
    ]).entries.slice(0, 41)
  expect(morning(1).at(-1)!.app).toBe('09 39')
  expect(morning(20)).toEqual(morning(1))
})

test('days that are read along change no second of a day', () => {
  const week = (days: number[]) =>
    read([
      windowsOf(
        days.flatMap((n) =>
          Array.from({ length: 40 }, (_, index) => ({
            timestamp: `2025-09-${n}T09:${10 + index}:00.250Z`,
            duration: 0.666,
            data: { app: `${n} ${index}` },
          })),
        ),
      ),
      present([{ timestamp: '2025-09-10T00:00:00Z', duration: 864_000, data: { status: 'not-afk' } }]),
    ]).entries.filter(({ app }) => app!.startsWith('17'))
  expect(week([17]).map(({ duration_seconds }) => duration_seconds)).toContain(0)
  expect(week([15, 16, 17, 18])).toEqual(week([17]))
})

/** What aw-server-rust writes for the same events: ids, metadata, nanoseconds, Z, keys in another order. */
const asRust = ({ timestamp, duration = 0, data }: AwEvent, id: number) => ({
  data: Object.fromEntries(Object.entries(data ?? {}).reverse()),
  duration,
  id,
  timestamp: timestamp.replace(/(\.\d{3})\d*\+00:00$/, '$1000456Z').replace(/(:\d\d)\+00:00$/, '$1.000000000Z'),
})

test('the Rust and the Python form of the sample give one identical result', () => {
  const rust = sampleBuckets().map((own) => ({
    ...own,
    metadata: { start: null, end: null },
    last_updated: null,
    events: own.events.map(asRust).toReversed(),
  }))
  expect(rust[0]!.events[0]!.timestamp).toMatch(/\d{9}Z$/)
  expect(read(rust)).toEqual(read(sampleBuckets()))
})

test.each([
  ['2025-09-15T07:00:00.123+00:00', '2025-09-15T07:00:00.123Z'],
  ['2025-09-15T07:00:00.123999999Z', '2025-09-15T07:00:00.123Z'],
  ['2025-09-15T09:00:00+02:00', '2025-09-15T07:00:00.000Z'],
  ['2025-09-15T09:00:00.5+0200', '2025-09-15T07:00:00.500Z'],
  ['2025-09-15T07:00:00', '2025-09-15T07:00:00.000Z'],
  ['2025-09-15 07:00:00.000001', '2025-09-15T07:00:00.000Z'],
])('the timestamp %s is %s', (timestamp, expected) => {
  const all = [{ timestamp: '2025-09-15T00:00:00Z', duration: 86_400, data: { status: 'not-afk' } }]
  const { entries } = read([windowsOf([{ timestamp, duration: 60, data: acme }]), present(all)])
  expect(entries[0]!.start_time).toBe(expected)
})

test('an end between two milliseconds is cut as a beginning is, whichever server measured the length', () => {
  const all = present([{ timestamp: day('00:00:00'), duration: 86_400, data: { status: 'not-afk' } }])
  const from = (timestamp: string, duration: number) => read([windowsOf([{ timestamp, duration, data: acme }]), all])
  const python = from('2025-09-15T07:00:00.000000+00:00', 60.002)
  expect(python.entries[0]!.end_time).toBe('2025-09-15T07:01:00.002Z')
  expect(from('2025-09-15T07:00:00.000900000Z', 60.0012)).toEqual(python)
  expect(from('2025-09-15T07:00:00.000100000Z', 60.0028)).toEqual(python)
})

test('what cannot be read is counted and costs no neighbour', () => {
  const broken = [
    { timestamp: 'yesterday', duration: 60, data: acme },
    { duration: 60, data: acme } as unknown as AwEvent,
    { timestamp: day('09:00:00'), duration: -1, data: acme },
    { timestamp: day('09:30:00'), duration: 60 },
  ]
  const { entries, notes } = read([windowsOf([...broken, event('10:00:00', 1, mail)]), present()])
  expect(entries.map(({ app, duration_seconds }) => [app, duration_seconds])).toEqual([
    [null, 60],
    ['Mail', 60],
  ])
  expect(notes).toEqual(['3 events could not be read and were left out.'])
})

test.each([
  ['a filtered title', { app: 'Mail', title: 'excluded' }, { app: 'Mail', title: null, url: null }],
  ['a redacted title', { app: 'Mail', title: 'REDACTED', url: 'https://x.example' }, { title: null, url: null }],
  [
    'a private window',
    { app: 'Safari', title: 'secret', url: 'https://x.example', incognito: true },
    { title: null, url: null },
  ],
  [
    'an address of the window',
    { app: 'Safari', title: 'A', url: 'https://a.example/' },
    { title: 'A', url: 'https://a.example/', activity_type: 'website' },
  ],
  ['a NUL, which no database stores', { app: 'Mail', title: 'a\0b' }, { title: 'ab' }],
])('%s', (_, data, expected) => {
  expect(read([windowsOf([event('09:00:00', 1, data)]), present()]).entries[0]).toMatchObject(expected)
})

const tabs = (events: AwEvent[], over: Partial<AwBucket> = {}) =>
  bucket('web.tab.current', events, { id: 'aw-watcher-web-chrome_DESK', ...over })
const tab = (start: string, minutes: number, url: string, incognito = false) =>
  event(start, minutes, { url, title: 'page', audible: false, incognito })

test('tab events name the page while their browser is in front, and add no time', () => {
  const chrome = { app: 'chrome.exe', title: 'Acme – Google Chrome' }
  const buckets = [
    windowsOf([
      event('09:00:00', 10, chrome),
      event('09:10:00', 10, acme),
      event('09:20:00', 10, { ...chrome, title: 'B' }),
    ]),
    present(),
    tabs([tab('09:00:00', 25, 'https://acme.example/'), tab('09:25:00', 600, 'https://b.example/', true)]),
  ]
  const { entries, active_ms, notes } = read(buckets)
  expect(active_ms).toBe(30 * 60_000)
  expect(entries.map(({ activity_type, title, url }) => [activity_type, title, url])).toEqual([
    ['website', 'Acme – Google Chrome', 'https://acme.example/'],
    ['app', 'acme', null],
    ['app', null, null],
  ])
  expect(notes).toEqual(['Browser events add no time of their own; 1 entries carry a web address.'])
  expect(entries.map(({ external_id }) => external_id)).toEqual(
    read(buckets.slice(0, 2)).entries.map(({ external_id }) => external_id),
  )
})

test.each([
  ['chrome', 'Google Chrome', true],
  ['chrome', 'chromium-browser', true],
  ['edge', 'msedge.exe', true],
  ['firefox', 'firefox.exe', true],
  ['firefox', 'chrome.exe', false],
  ['arc', 'SearchApp.exe', false],
])('tabs of %s belong to a window of %s: %s', (browser, app, belongs) => {
  const older = { id: `aw-watcher-web-${browser}`, hostname: 'unknown' }
  const { entries } = read([
    windowsOf([event('09:00:00', 10, { app, title: 'A' })]),
    present(),
    tabs([tab('09:00:00', 10, 'https://a.example/')], older),
  ])
  expect(entries[0]!.url).toBe(belongs ? 'https://a.example/' : null)
})

test('of two pages that began and ended together the same is taken, whatever order they stand in', () => {
  const pages = [tab('09:00:00', 10, 'https://b.example/'), tab('09:00:00', 10, 'https://a.example/')]
  const urls = [pages, pages.toReversed()].map((events) => {
    const buckets = [windowsOf([event('09:00:00', 10, { app: 'chrome', title: 'A' })]), present(), tabs(events)]
    return read(buckets).entries[0]!.url
  })
  expect(urls).toEqual(['https://a.example/', 'https://a.example/'])
})

const editor = (events: AwEvent[], over: Partial<AwBucket> = {}) =>
  bucket('app.editor.activity', events, { id: 'aw-watcher-vscode_DESK', ...over })
const file = (start: string, minutes: number, project: string, name = 'main.ts') =>
  event(start, minutes, { file: `${project}/${name}`, project, language: 'typescript' })
const code = { app: 'Code.exe', title: 'main.ts' }

test('while an editor is in front its project names the entry, by the last folder alone, and neither file nor language', () => {
  const away = present([
    event('09:00:00', 5, { status: 'not-afk' }),
    event('09:05:00', 10, { status: 'afk' }),
    event('09:15:00', 45, { status: 'not-afk' }),
  ])
  const buckets = [
    windowsOf([
      event('09:00:00', 20, code),
      event('09:20:00', 10, mail),
      event('09:30:00', 10, { ...code, title: 'x' }),
    ]),
    away,
    // as long as it was open: while its person was away, and while another window was in front
    editor([file('09:00:00', 16, '/home/ann/acme-web'), file('09:16:00', 20, '/home/ann/kestrel', 'secret-plan.ts')]),
  ]
  const { entries, active_ms, notes } = read(buckets)
  expect(entries.map(({ app, project_name, project_from_editor }) => [app, project_name, project_from_editor])).toEqual(
    [
      ['Code.exe', 'acme-web', true],
      ['Code.exe', 'kestrel', true],
      ['Mail', null, false],
      ['Code.exe', 'kestrel', true],
    ],
  )
  expect(JSON.stringify(entries)).not.toMatch(/ann|secret-plan|typescript/)
  expect(active_ms).toBe(30 * 60_000)
  expect(notes).toEqual([
    'Editor events add no time of their own; with 3 entries they name the project, which is kept where its person switched that on.',
  ])
  // whoever knows of no editor knows the same entries
  const bare = read(buckets.slice(0, 2)).entries
  expect(entries.map((entry) => ({ ...entry, project_name: null, project_from_editor: false }))).toEqual(bare)
})

test('an editor of one device says nothing of a window on another', () => {
  const { entries } = read([
    windowsOf([event('09:00:00', 10, code)]),
    present(),
    windowsOf([event('10:00:00', 10, code)], { id: 'w2', hostname: 'LAPTOP' }),
    present(undefined, { id: 'a2', hostname: 'LAPTOP' }),
    editor([file('09:00:00', 120, '/srv/acme')], { hostname: 'LAPTOP', id: 'aw-watcher-vscode_LAPTOP' }),
  ])
  expect(entries.map(({ project_name }) => project_name)).toEqual([null, 'acme'])
})

test.each([
  ['a filtered title', { ...code, title: 'excluded' }],
  ['a private window', { ...code, incognito: true }],
])('%s takes the project with it', (_, data) => {
  const opened = editor([file('09:00:00', 10, '/srv/acme')])
  expect(read([windowsOf([event('09:00:00', 10, data)]), present(), opened]).entries[0]).toMatchObject({
    app: 'Code.exe',
    title: null,
    project_name: null,
    project_from_editor: false,
  })
})

test('whichever server wrote it, and in whatever order, the project is the same', () => {
  const recorded = [
    windowsOf([event('09:00:00', 20, code)]),
    present(),
    editor([
      file('09:00:00.000', 5, '/srv/acme'),
      file('09:05:00.000', 5, '/srv/kestrel'),
      event('09:12:00', 0, { project: 'unknown' }),
      event('09:13:00', 3, { file: 7, project: null }),
    ]),
  ]
  const rust = recorded.map((own) => ({ ...own, events: own.events.map(asRust).toReversed() }))
  expect(read(recorded).entries[0]!.project_name).toBe('acme')
  expect(read(rust)).toEqual(read(recorded))
})
