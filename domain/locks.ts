/** Days whose time stays as it is: an approved week of one person, or the period that is closed for everybody. */

export const lockKinds = ['approved', 'period'] as const
export type LockKind = (typeof lockKinds)[number]
/** `first_day` is null for a period: everything up to its last day. */
export type Lock = { kind: LockKind; first_day: string | null; last_day: string }

export const lockInWords = ({ kind, first_day, last_day }: Lock) =>
  kind === 'approved'
    ? `The week from ${first_day} to ${last_day} is approved and locked. Whoever may approve it can reopen it.`
    : `Everything up to ${last_day} is locked.`
