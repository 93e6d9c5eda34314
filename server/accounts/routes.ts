import type { FastifyInstance } from 'fastify'
import { accounts } from '#api/accounts.ts'
import { settleWhole } from '#server/fields/settle-metadata.ts'
import { moved, notFound } from '#server/platform/errors.ts'
import { serve, type Door } from '#server/platform/serve.ts'
import { bulkAccounts } from './bulk-accounts.ts'
import { createAccount } from './create-account.ts'
import { deleteAccount, restoreAccount } from './delete-account.ts'
import { editAccount } from './edit-account.ts'
import { exportAccounts } from './export-accounts.ts'
import { getAccount, listAccounts, accountsMatching, survivorOf } from './queries.ts'

export function accountRoutes(app: FastifyInstance, door: Door): void {
  serve(app, door, accounts, {
    list: ({ db, actor, query }) => listAccounts(db, actor, query),
    export: ({ db, actor, query }) => exportAccounts(db, actor, query),
    matching: ({ db, actor, query }) => accountsMatching(db, actor, query),
    get: async ({ db, actor, params }) => {
      const account = await getAccount(db, actor, params.id)
      if (!account) throw notFound()
      const survivor = account.deleted_at !== null && (await survivorOf(db, actor, account.id))
      if (survivor) throw moved(`/api/v1/accounts/${survivor}`)
      return account
    },
    create: ({ db, actor, body }) => createAccount(db, actor, body),
    patch: ({ db, actor, params, body, if_match }) => editAccount(db, actor, params.id, body, if_match),
    put: ({ db, actor, params, body, if_match }) => editAccount(db, actor, params.id, body, if_match, settleWhole),
    delete: ({ db, actor, params, if_match }) => deleteAccount(db, actor, params.id, if_match),
    bulk: ({ db, actor, body }) => bulkAccounts(db, actor, body),
    restore: ({ db, actor, params }) => restoreAccount(db, actor, params.id),
  })
}
