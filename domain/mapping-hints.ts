/** What an entry says about itself, and the texts in it that may name a customer. */
import type { Facts } from './rule-facts.ts'

/** Ids are known to exist; every text is as a stranger sent it: any length, any script, empty. */
export type Hints = Facts & {
  deal_id?: string | null
  task?: { id: string; deal_id: string | null; account_id: string | null } | null
}

const clientTag = /^\s*(?:client|customer|account)\s*[:：]\s*(\S.*)$/iu
const longestTag = 300

/** "client:ACME", "Customer : Acme" → the names they give. */
export const clientTags = ({ tags }: Hints): string[] =>
  (tags ?? []).flatMap((tag) => clientTag.exec(tag.slice(0, longestTag))?.[1]?.trim() ?? [])
export const otherTags = ({ tags }: Hints): string[] =>
  (tags ?? []).filter((tag) => !clientTag.test(tag.slice(0, longestTag)))

/** Programs write their own name at the end of a title: "RE: Cancity go-live – Message (HTML)". */
const programNames =
  /(?:\s[-–—|]\s(?:message \(html\)|(?:microsoft |google |mozilla )?(?:outlook|teams|word|excel|powerpoint|onenote|edge|visual studio code|visual studio|docs|sheets|slides|drive|calendar|chrome|meet|gmail|firefox|safari|slack|zoom|notion|figma|jira|confluence|github|gitlab|linear|trello|asana|miro|spotify[\w ]*|thunderbird|opera|brave|vivaldi|intellij idea|webstorm|pycharm)))+\s*$/iu

export const titleWithoutProgram = (title: string) => title.slice(0, 500).replace(programNames, '')

const address = /^[a-z][a-z0-9+.-]{0,20}:\/\/(?:[^/?#@]{0,200}@)?([^/?#:]{1,253})/i

/** The host of a web address as it is compared, lower case and without `www.`; '' where there is none. */
export const hostOf = (url: string) =>
  (address.exec(url.includes('://') ? url : `http://${url}`)?.[1] ?? '').toLowerCase().replace(/^www\.|\.$/g, '')

const everyday =
  /^(?:www\d?|app|apps|mail|docs|portal|login|sso|auth|api|dev|test|staging|my|admin|intranet|localhost|co|com|org|net|io|gov|edu|ac|cloud|google|github|gitlab|atlassian|jira|office|microsoft|sharepoint|slack|zoom|notion|\d+)$/i

/** The parts of a URL's host that are somebody's own: "acme" of acme.atlassian.net, "northwind" of shop.northwind.example. */
export function hostNames(url: string): string[] {
  const labels = address.exec(url)?.[1]?.split('.').slice(0, -1) ?? []
  return labels.filter((label) => label.length > 2 && !everyday.test(label)).slice(-3)
}
