import type { FastifyInstance } from 'fastify'
import { duplicates } from '#api/duplicates.ts'
import { notFound } from '#server/platform/errors.ts'
import { serve, type Door } from '#server/platform/serve.ts'
import { dismissPair } from './dismiss-pair.ts'
import { accountCandidates, contactCandidates, showPairs } from './find-duplicates.ts'
import { getMerge, listMerges } from './merge-queries.ts'
import { mergeRecords } from './merge-records.ts'
import { getScan } from './pair-queries.ts'
import { undoMerge } from './undo-merge.ts'

export function duplicateRoutes(app: FastifyInstance, door: Door): void {
  serve(app, door, duplicates, {
    accountCandidates: ({ db, actor, query }) => accountCandidates(db, actor, query),
    contactCandidates: ({ db, actor, query }) => contactCandidates(db, actor, query),
    list: ({ db, actor, query }) => showPairs(db, actor, query),
    scan: ({ db, query }) => getScan(db, query.object),
    dismiss: async ({ db, actor, body }) => {
      await dismissPair(db, actor, body)
      return undefined
    },
    mergeAccounts: ({ db, actor, params, body, if_match }) =>
      mergeRecords(db, actor, 'account', params.id, body, if_match),
    mergeContacts: ({ db, actor, params, body, if_match }) =>
      mergeRecords(db, actor, 'contact', params.id, body, if_match),
    listMerges: ({ db, actor, query }) => listMerges(db, actor, query),
    getMerge: async ({ db, actor, params }) => {
      const merge = await getMerge(db, actor, params.id)
      if (!merge) throw notFound()
      return merge
    },
    undoMerge: ({ db, actor, params }) => undoMerge(db, actor, params.id),
  })
}
