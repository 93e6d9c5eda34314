/**
 * Whether two records are one: what speaks for it, in words, and how strongly. Shown is what reaches `likely`: a false alarm
 * costs trust in all of them, so one weak sign (a name, a switchboard) never does. Source: domain rules §13.
 */
import { fold } from './name-text.ts'
import { companyKey } from './record-matching.ts'
import { Id, Instant, Nullable, OneOf, Page, Type, listFields, strict, type Static } from './shapes.ts'
import { distance } from './typing-mistakes.ts'

/** Of 100; what is below is not shown. */
export const likely = 60
/** Counted up when two records are judged in another way: everything is looked through again. */
export const judge = 1

export type AccountTraits = { name: string; website: string | null; phone: string | null }
export type ContactTraits = {
  first_name: string | null
  last_name: string
  email: string | null
  phone: string | null
  account_id: string | null
}
/** `score`: 0 to 100. */
export type Judgement = { score: number; reasons: string[] }
type Sign = { points: number; reason: string } | null

export function compareAccounts(a: AccountTraits, b: AccountTraits): Judgement {
  const [host, otherHost] = [hostOf(a.website), hostOf(b.website)]
  const sameHost = host !== null && host === otherHost
  const name = alike(companyKey(a.name), companyKey(b.name))
  return sum([
    name && { points: name === 'same' ? 75 : 65, reason: `${name === 'same' ? 'The same' : 'Nearly the same'} name` },
    // two companies may share a name, seldom an address
    name && host !== null && otherHost !== null && !sameHost ? { points: -30, reason: 'but another website' } : null,
    sameHost ? { points: 65, reason: `The same website ${host}` } : null,
    isSamePhone(a.phone, b.phone) ? { points: 30, reason: 'The same phone number' } : null,
  ])
}

export function compareContacts(a: ContactTraits, b: ContactTraits): Judgement {
  const names = comparePeople(a, b)
  const email = emailOf(a)
  const domain = domainOf(a.email)
  const sameEmail = email !== null && email === emailOf(b)
  const sameAccount = a.account_id !== null && a.account_id === b.account_id
  return sum([
    names && { points: names.points, reason: names.reason },
    sameEmail ? { points: isShared(email) && !names ? 30 : 60, reason: `The same e-mail ${email}` } : null,
    isSamePhone(a.phone, b.phone) ? { points: 30, reason: 'The same phone number' } : null,
    sameAccount ? { points: 30, reason: 'The same company' } : null,
    !sameEmail && !sameAccount && domain !== null && domain === domainOf(b.email)
      ? { points: 25, reason: `Both at ${domain}` }
      : null,
  ])
}

function sum(signs: Sign[]): Judgement {
  const found = signs.filter((sign) => sign !== null)
  const score = found.reduce((total, { points }) => total + points, 0)
  return { score: Math.max(0, Math.min(100, score)), reasons: found.map(({ reason }) => reason) }
}

/** How two people are called: in either order, with mistakes, or one of them by initials alone. */
function comparePeople(a: ContactTraits, b: ContactTraits): { points: number; reason: string } | null {
  const [mine, theirs] = [peopleWords(a), peopleWords(b)]
  if (mine.length === 0 || theirs.length === 0) return null
  const sorted = (words: string[]) => words.toSorted().join(' ')
  if (mine.join(' ') === theirs.join(' ')) return { points: mine.length > 1 ? 40 : 30, reason: 'The same name' }
  if (sorted(mine) === sorted(theirs)) return { points: 40, reason: 'The same names in another order' }
  if (isAbbreviated(mine, theirs) || isAbbreviated(theirs, mine))
    return { points: 30, reason: 'The same name with initials' }
  if (
    mine.length > 1 &&
    theirs.length > 1 &&
    (alike(mine.join(''), theirs.join('')) || alike(sorted(mine), sorted(theirs)))
  )
    return { points: 35, reason: 'Nearly the same name' }
  return null
}

/** Not joined as those of companies are: "J M Barrie" are three words. */
const peopleWords = ({ first_name, last_name }: ContactTraits) =>
  fold(`${first_name ?? ''} ${last_name}`).match(/[\p{L}\p{M}\p{N}]+/gu) ?? []

/** "A. Åkesson" or "Åkesson, A." for "Anna Åkesson": every word a whole one or the first letter of one, at least one whole. */
function isAbbreviated(short: string[], long: string[]): boolean {
  if (short.length !== long.length || short.length < 2) return false
  const fits = (order: string[]) =>
    short.every((word, at) => word === order[at] || (word.length === 1 && order[at]!.startsWith(word))) &&
    short.some((word, at) => word.length > 1 && word === order[at])
  return fits(long) || fits(long.toReversed())
}

/** One mistake in five letters or more, two in ten. Numbers are never mistyped ones of others: "Store 12" is not "Store 13". */
function alike(a: string, b: string): 'same' | 'nearly' | null {
  if (a === '' || b === '') return null
  if (a === b) return 'same'
  const digits = (text: string) => text.replaceAll(/\P{N}/gu, '')
  const most = Math.min(a.length, b.length) >= 10 ? 2 : 1
  const isLong = Math.min(a.length, b.length) >= 5
  return isLong && a[0] === b[0] && digits(a) === digits(b) && distance(a, b, most) <= most ? 'nearly' : null
}

const emailOf = ({ email }: { email: string | null }) => email?.trim().toLowerCase() || null

const freeMail =
  /^(gmail|googlemail|hotmail|outlook|live|msn|yahoo|ymail|icloud|me|mac|aol|gmx|web|mail|email|proton|protonmail|pm|t-online|freenet|orange|free|wanadoo|libero|yandex|qq|163|126|naver|zoho|fastmail|hey)\.[a-z.]+$/
/** Of an address at a company; null for free mail, which says nothing about where somebody works. */
function domainOf(email: string | null): string | null {
  const domain = email?.toLowerCase().split('@')[1] ?? ''
  return domain === '' || freeMail.test(domain) ? null : domain
}

/** A mailbox that several people read. */
const isShared = (email: string) =>
  /^(info|office|sales|support|contact|hello|mail|team|admin|service|billing|accounts?|invoices?|kontakt|buero|post)@/.test(
    email,
  )

/** Where many companies have a page, the address is nobody's own. */
const sharedHosts =
  /(^|\.)(facebook|linkedin|instagram|xing|twitter|x|youtube|google|github|wixsite|wordpress|blogspot|business)\.(com|site|de)$/
/** "https://www.Acme.com/en" is acme.com; null where there is none of its own. */
export function hostOf(website: string | null): string | null {
  const host = /^(?:https?:\/\/)?(?:[^/@]*@)?(?:www\d?\.)?([^/:?#]+)/.exec(website?.trim().toLowerCase() ?? '')?.[1]
  return !host || sharedHosts.test(host) ? null : host
}

type Dialled = { digits: string; international: boolean }
function dialled(phone: string | null): Dialled | null {
  const text = (phone ?? '').toLowerCase().replace(/(ext|x|#|;).*$/, '')
  const international = /^[^\d+]*(\+|00)/.test(text)
  // "+44 (0)20": the zero is for callers from within
  const digits = (international ? text.replace(/\(0\)/, '') : text).replaceAll(/\D/g, '').replace(/^0+/, '')
  return digits.length < 6 ? null : { digits, international }
}

/** One number however it is written: with or without the code of its country, which has one to three digits. */
export function isSamePhone(a: string | null, b: string | null): boolean {
  const [mine, theirs] = [dialled(a), dialled(b)]
  if (!mine || !theirs) return false
  if (mine.digits === theirs.digits) return true
  if (mine.international === theirs.international) return false
  const [long, short] = mine.international ? [mine, theirs] : [theirs, mine]
  const code = long.digits.length - short.digits.length
  return short.digits.length >= 7 && code >= 1 && code <= 3 && long.digits.endsWith(short.digits)
}

export const mergeables = ['account', 'contact'] as const
export type Mergeable = (typeof mergeables)[number]

/** A record as far as one tells it from another by. */
export const Twin = strict({
  id: Id,
  version: Type.Integer(),
  name: Type.String(),
  account_name: Nullable(Type.String()),
  email: Nullable(Type.String()),
  website: Nullable(Type.String()),
  phone: Nullable(Type.String()),
  owner_name: Nullable(Type.String()),
  created_at: Instant,
  updated_at: Instant,
})
export type Twin = Static<typeof Twin>

const verdict = {
  score: Type.Integer({ minimum: 0, maximum: 100, description: `how sure it is; what is below ${likely} is left out` }),
  reasons: Type.Array(Type.String(), { description: 'in words, the strongest first' }),
}
export const Candidates = strict({ data: Type.Array(strict({ record: Twin, ...verdict })) })
export type Candidates = Static<typeof Candidates>

const Typed = (maxLength: number) => Type.Optional(Type.String({ maxLength }))
/** As they are typed: nothing here has to be whole or valid yet. */
export const AccountCandidateQuery = strict({ name: Typed(200), website: Typed(500), phone: Typed(50) })
export type AccountCandidateQuery = Static<typeof AccountCandidateQuery>
export const ContactCandidateQuery = strict({
  first_name: Typed(100),
  last_name: Typed(100),
  email: Typed(254),
  phone: Typed(50),
  account_id: Type.Optional(Id),
})
export type ContactCandidateQuery = Static<typeof ContactCandidateQuery>

export const DuplicateQuery = strict({ object: OneOf(mergeables), ...listFields(['score']) })
export type DuplicateQuery = Static<typeof DuplicateQuery>
/** The id is the pair's own, the same whenever the two are found. */
export const Pair = strict({ id: Id, ...verdict, records: Type.Array(Twin, { minItems: 2, maxItems: 2 }) })
export type Pair = Static<typeof Pair>
export const PairPage = Page(Pair)

export const PairScanQuery = strict({ object: OneOf(mergeables) })
export type PairScanQuery = Static<typeof PairScanQuery>
/** How far the look for pairs is. What is written later is looked at within seconds of it. */
export const PairScan = strict({
  object: OneOf(mergeables),
  progress: Type.Number({ minimum: 0, maximum: 1, description: 'of all records; 1 once each was looked at' }),
  finished_at: Nullable(Instant),
})
export type PairScan = Static<typeof PairScan>

export const Dismissal = strict({
  object: OneOf(mergeables),
  ids: Type.Array(Id, { minItems: 2, maxItems: 2, uniqueItems: true }),
  dismissed: Type.Boolean({ description: 'false takes it back' }),
})
export type Dismissal = Static<typeof Dismissal>
