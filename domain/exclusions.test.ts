import { describe, expect, test } from 'vitest'
import { createExclusion, hostOf, siteOf, type ExcludedHours } from './exclusions.ts'

const span = (start: string, end: string) => ({ start_ms: Date.parse(start), end_ms: Date.parse(end) })
const office = span('2026-11-25T10:00:00Z', '2026-11-25T10:30:00Z')
const nothing = { apps: [], sites: [], hours: [], private_times: [], zone: 'Europe/Berlin' }
const exclusion = (rules: Partial<Parameters<typeof createExclusion>[0]>) =>
  createExclusion({ ...nothing, ...rules }, (host) => host)

test.each([
  ['https://www.bank.example/login?a=1', 'www.bank.example'],
  ['HTTP://Bank.Example:8443/#x', 'bank.example'],
  ['https://me:secret@bank.example./', 'bank.example'],
  ['bank.example/path', 'bank.example'],
  ['bank.example', 'bank.example'],
  ['http://[2001:db8::1]:80/x', '[2001:db8::1]'],
  ['https://a.example?q=https://bank.example/', 'a.example'],
  ['https://a.example/@bank.example', 'a.example'],
  ['file:///home/noah/tax.pdf', null],
  ['two words', null],
  ['', null],
])('the host of %s', (url, host) => expect(hostOf(url)).toBe(host))

test.each([
  ['https://www.bank.example/login', 'bank.example'],
  ['*.bank.example', 'bank.example'],
  ['Bank.example', 'bank.example'],
  ['not a site', null],
  ['bank.*', null],
  ['*', null],
])('who types %s means', (typed, site) => expect(siteOf(typed)).toBe(site))

test.each([
  ['https://bank.example/', 'site'],
  ['https://login.my.bank.example/x', 'site'],
  ['https://notbank.example/', null],
  ['https://a@b@bank.example/', 'site'],
  ['view-source:https://bank.example/', 'site'],
  ['about:reader?url=https%3A%2F%2Fbank.example%2Floans', 'site'],
  ['about:reader?url=%', null],
  ['read://https_bank.example/?url=https%3A%2F%2Fbank.example%2F', 'site'],
  ['blob:https://bank.example/4f3a', 'site'],
  ['https://bank.example.evil.example/', null],
  ['https://news.example/?from=bank.example', null],
  [null, null],
])('a site stands for all below it and nothing else: %s', (url, reason) =>
  expect(exclusion({ sites: ['bank.example'] })({ app: 'Firefox', url, span: office })).toBe(reason),
)

test.each([
  ['Signal', 'app'],
  ['signal.exe', 'app'],
  [' SIGNAL ', 'app'],
  ['Signals', null],
  ['Signal Desktop', null],
  [null, null],
])('an app is the whole name, however it is written: %s', (app, reason) =>
  expect(exclusion({ apps: ['Signal.app'] })({ app, url: null, span: office })).toBe(reason),
)

const lunch: ExcludedHours = { days: [1, 2, 3, 4, 5], from: '12:00', to: '13:00' }
const night: ExcludedHours = { days: [6], from: '22:00', to: '06:00' }
const sunday: ExcludedHours = { days: [7], from: '00:00', to: '00:00' }
const small: ExcludedHours = { days: [7], from: '02:30', to: '02:45' }
describe('hours are those of the person’s own clock', () => {
  test.each([
    // 25 November 2026 is a Wednesday; Berlin is at +01:00
    ['inside', lunch, 'Europe/Berlin', '2026-11-25T11:10:00Z', '2026-11-25T11:20:00Z', 'hours'],
    ['touching before', lunch, 'Europe/Berlin', '2026-11-25T10:30:00Z', '2026-11-25T11:00:00Z', null],
    ['touching after', lunch, 'Europe/Berlin', '2026-11-25T12:00:00Z', '2026-11-25T12:30:00Z', null],
    ['reaching in by a second', lunch, 'Europe/Berlin', '2026-11-25T10:30:00Z', '2026-11-25T11:00:01Z', 'hours'],
    ['around it', lunch, 'Europe/Berlin', '2026-11-25T08:00:00Z', '2026-11-25T16:00:00Z', 'hours'],
    ['the same instants elsewhere', lunch, 'Asia/Kolkata', '2026-11-25T11:10:00Z', '2026-11-25T11:20:00Z', null],
    ['on a Saturday', lunch, 'Europe/Berlin', '2026-11-28T11:10:00Z', '2026-11-28T11:20:00Z', null],
    ['through midnight', night, 'Europe/Berlin', '2026-11-29T03:00:00Z', '2026-11-29T04:00:00Z', 'hours'],
    ['the night after', night, 'Europe/Berlin', '2026-11-30T03:00:00Z', '2026-11-30T04:00:00Z', null],
    ['a whole day', sunday, 'Pacific/Auckland', '2026-11-28T11:00:00Z', '2026-11-28T12:00:00Z', 'hours'],
    ['the day before it', sunday, 'Pacific/Auckland', '2026-11-28T10:00:00Z', '2026-11-28T11:00:00Z', null],
    // the clock shows 02:30 twice, at 00:30Z and at 01:30Z
    ['the first of a repeated hour', small, 'Europe/Berlin', '2025-10-26T00:31:00Z', '2025-10-26T00:32:00Z', 'hours'],
    ['the second', small, 'Europe/Berlin', '2025-10-26T01:40:00Z', '2025-10-26T01:41:00Z', 'hours'],
    ['after both', small, 'Europe/Berlin', '2025-10-26T01:45:00Z', '2025-10-26T01:50:00Z', null],
    // the clock never shows 02:30: it goes on at 03:30, 01:30Z
    ['in a skipped hour', small, 'Europe/Berlin', '2025-03-30T01:30:00Z', '2025-03-30T01:31:00Z', 'hours'],
    ['a week at once', lunch, 'Europe/Berlin', '2026-11-27T13:00:00Z', '2026-12-04T10:00:00Z', 'hours'],
  ])('%s', (_, hours, zone, start, end, reason) =>
    expect(exclusion({ hours: [hours], zone })({ app: null, url: null, span: span(start, end) })).toBe(reason),
  )
})

test('private time goes before every other reason, and has no end until it is ended', () => {
  const reasonFor = exclusion({
    apps: ['Signal'],
    private_times: [{ start_ms: Date.parse('2026-11-25T10:15:00Z'), end_ms: Infinity }],
  })
  expect(reasonFor({ app: 'Signal', url: null, span: office })).toBe('private_mode')
  const earlier = span('2026-11-25T10:00:00Z', '2026-11-25T10:15:00Z')
  expect(reasonFor({ app: 'Signal', url: null, span: earlier })).toBe('app')
  expect(reasonFor({ app: 'Mail', url: null, span: earlier })).toBe(null)
})
