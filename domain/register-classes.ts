/** The classes by which domain/register.ts sorts what is stored. */

/** What kind of thing a column holds, whether that is about a person, and who may see it where that is not what the table says. */
export const classes = {
  identity: { means: 'who somebody is', personal: true, seen_by: null },
  contact: { means: 'where somebody is reached', personal: true, seen_by: null },
  work: { means: 'what somebody does, did or is to do, and when', personal: true, seen_by: null },
  words: { means: 'free text and free fields, which may name anybody', personal: true, seen_by: null },
  evidence: {
    means: 'titles, addresses and apps of recorded time',
    personal: true,
    seen_by: 'the person; others what was released (evidence:read) or opened for a reason (evidence:unlock)',
  },
  trace: { means: 'where a request came from', personal: true, seen_by: null },
  credential: { means: 'proves who somebody is; hashed or encrypted', personal: true, seen_by: 'nobody' },
  money: { means: 'what a deal is worth', personal: false, seen_by: 'values:read' },
  business: { means: 'what the company calls, plans and sells', personal: false, seen_by: null },
  technical: { means: 'keys, counters and states of the machine', personal: false, seen_by: null },
} as const satisfies Record<string, { means: string; personal: boolean; seen_by: string | null }>
export type Class = keyof typeof classes
