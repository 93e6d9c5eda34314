/** TABLE OF CONTENTS of what runs by itself: every job, every schedule. */
import type { TaskList } from 'graphile-worker'
import { runAt } from '#domain/retention.ts'
import type { LedgerKeys } from './audit/chain.ts'
import { forgetOldArchives, writeArchive } from './archives/write-archive.ts'
import { runVerification } from './audit/run-verification.ts'
import { sealLedger } from './audit/seal-ledger.ts'
import { workOnDemo } from './demo/work.ts'
import { findPairs } from './duplicates/find-pairs.ts'
import { indexFields } from './fields/index-fields.ts'
import { checkImport } from './imports/check-import.ts'
import { forgetOldFiles } from './imports/forget-files.ts'
import { orGiveUp } from './imports/give-up.ts'
import { runImport } from './imports/run-import.ts'
import { undoImport } from './imports/undo-import.ts'
import { sendInvitation, type InvitationJob } from './people/send-invitation.ts'
import type { Database } from './platform/database.ts'
import { forgetOldKeys } from './platform/idempotency.ts'
import type { Mail, Mailer } from './platform/mail.ts'
import type { Storage } from './platform/storage.ts'
import { forgetOldThrottles } from './platform/throttle.ts'
import { enqueue } from './platform/worker.ts'
import { checkImport as checkRecordImport } from './record-imports/check-import.ts'
import { orGiveUp as orGiveUpRecords } from './record-imports/give-up.ts'
import { readImport as readRecordImport } from './record-imports/read-import.ts'
import { runImport as runRecordImport } from './record-imports/run-import.ts'
import { undoImport as undoRecordImport } from './record-imports/undo-import.ts'
import { remindOfDue } from './requests/remind.ts'
import { runErasure } from './requests/run-erasure.ts'
import { forgetOldChallenges } from './sessions/passkey-queries.ts'
import { countAllWords, countNewWords } from './search/count-words.ts'
import { keepTerms } from './retention/remove-old.ts'
import { watchDrift } from './rules/watch-drift.ts'
import { sendReset } from './sessions/passwords.ts'
import { forgetOldSessions } from './sessions/queries.ts'
import type { Names } from './time/names.ts'
import { makeMonthsAhead } from './time/make-months.ts'
import { settleDeals } from './time/settle-deals.ts'
import { watchDays } from './time/watch-days.ts'
import { forgetOldTurns } from './time/turns-queries.ts'
import { lookThroughPast, runRemap, undoRemap } from './time/run-remap.ts'

export const crontab =
  `${runAt.minute} ${runAt.hour} * * * keep_terms\n` +
  '17 * * * * housekeeping\n* * * * * seal_ledger\n* * * * * count_new_words\n* * * * * find_pairs\n43 3 * * * count_all_words\n23 4 * * * watch_rules\n37 2 * * * watch_days\n37 3 * * * make_months\n53 2 * * * settle_deals\n7 6 * * * remind_requests'
const sealEvery_seconds = 10
const lookEvery_seconds = 5

type Needs = { db: Database; storage: Storage; names: Names; mail: Mailer; origin: string; ledger: LedgerKeys }

/** Each job is idempotent by the id in its payload: run twice, it does what it would do once. */
export function jobs({ db, storage, names, mail, origin, ledger }: Needs): TaskList {
  const idOf = (payload: unknown) => (payload as { id: string }).id
  return {
    check_import: (payload, { job }) =>
      orGiveUp(db, idOf(payload), job.attempts, () => checkImport(db, storage, names, idOf(payload), Date.now())),
    run_import: (payload, { job }) =>
      orGiveUp(db, idOf(payload), job.attempts, () => runImport(db, storage, names, idOf(payload), Date.now())),
    undo_import: (payload) => undoImport(db, payload as Parameters<typeof undoImport>[1]),
    write_archive: (payload) => writeArchive(db, storage, idOf(payload)),
    read_record_import: (payload, { job }) =>
      orGiveUpRecords(db, idOf(payload), job.attempts, () => readRecordImport(db, storage, idOf(payload))),
    check_record_import: (payload, { job }) =>
      orGiveUpRecords(db, idOf(payload), job.attempts, () => checkRecordImport(db, idOf(payload))),
    run_record_import: (payload) => runRecordImport(db, idOf(payload), Date.now()),
    undo_record_import: (payload) => undoRecordImport(db, payload as Parameters<typeof undoRecordImport>[1]),
    index_custom_fields: () => indexFields(db),
    watch_days: () => watchDays(db, Date.now()).then(() => undefined),
    make_months: () => makeMonthsAhead(db),
    settle_deals: () => settleDeals(db),
    // asks for itself again where it let others before it
    keep_terms: async () => {
      if (!(await keepTerms(db, Date.now()))) await enqueue(db, 'keep_terms', {}, 'keep_terms')
    },
    watch_rules: () => watchDrift(db).then(() => undefined),
    preview_remap: (payload) => lookThroughPast(db, names, idOf(payload)),
    run_remap: (payload) => runRemap(db, names, idOf(payload), Date.now()),
    remind_requests: () => remindOfDue(db, Date.now()).then(() => undefined),
    run_erasure: (payload) => runErasure(db, idOf(payload)),
    undo_remap: (payload) => undoRemap(db, payload as Parameters<typeof undoRemap>[1]),
    // a second run mails a second time: better twice than never
    send_mail: (payload) => mail(payload as Mail),
    send_invitation: (payload) => sendInvitation(db, mail, origin, payload as InvitationJob),
    send_reset: (payload) => sendReset(db, mail, origin, payload as Parameters<typeof sendReset>[3]),
    // asks for itself again; should that ever get lost, the schedule begins anew within a minute
    seal_ledger: async () => {
      await sealLedger(db, ledger)
      await enqueue(db, 'seal_ledger', {}, 'seal_ledger', sealEvery_seconds)
    },
    // the same; what is left over waits for no more than the jobs before it
    find_pairs: async () => {
      const done = await findPairs(db)
      await enqueue(db, 'find_pairs', {}, 'find_pairs', done ? lookEvery_seconds : 0)
    },
    load_demo: (payload) => workOnDemo(db, 'load', idOf(payload), Date.now()),
    remove_demo: (payload) => workOnDemo(db, 'remove', idOf(payload), Date.now()),
    verify_ledger: (payload) => runVerification(db, ledger, idOf(payload)),
    count_new_words: () => countNewWords(db),
    count_all_words: () => countAllWords(db),
    housekeeping: async () => {
      await forgetOldKeys(db)
      await forgetOldSessions(db)
      await forgetOldThrottles(db)
      await forgetOldArchives(db, storage)
      await forgetOldFiles(db, storage)
      await forgetOldChallenges(db)
      await forgetOldTurns(db)
    },
  }
}
