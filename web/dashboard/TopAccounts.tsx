/** The customers who took most of the time, and what is open with them. */
import { Link } from '@tanstack/react-router'
import { Duration, Money } from '../ui/formats.tsx'
import { periodWords } from '../reports/periods.ts'
import type { Dashboard, Whose } from './calls.ts'
import { dealsBehind, openWords, useTimeBehind } from './links.ts'
import { Opens } from './Opens.tsx'

type Props = { shown: Dashboard; seesValues: boolean; whose: Whose }

export function TopAccounts({ shown, seesValues, whose }: Props) {
  const accounts = shown.accounts!
  const behind = useTimeBehind(whose)
  return (
    <section aria-labelledby="accounts" className="rounded-card border border-border bg-surface p-4">
      <h2 id="accounts" className="text-section font-semibold">
        Accounts with the most hours
      </h2>
      <p className="text-meta text-text-3">{periodWords(shown)}; open deals as they are now</p>
      {accounts.length === 0 ? (
        <p className="mt-2 text-text-2">No time was placed on an account in these days.</p>
      ) : (
        <div className="mt-1 overflow-x-auto" tabIndex={0} role="region" aria-label="Hours by account">
          <table className="w-full text-row">
            <thead>
              <tr className="text-left text-text-3">
                <th scope="col" className="py-1 font-medium">
                  Account
                </th>
                <th scope="col" className="py-1 pl-3 text-right font-medium">
                  Hours
                </th>
                <th scope="col" className="py-1 pl-3 text-right font-medium max-md:hidden">
                  Billable
                </th>
                {seesValues && (
                  <th scope="col" className="py-1 pl-3 text-right font-medium">
                    Open deals
                  </th>
                )}
              </tr>
            </thead>
            <tbody>
              {accounts.map(({ account_id, account_name, seconds, billable_seconds, open_value }) => (
                <tr key={account_id} className="border-t border-border">
                  <td className="w-full max-w-0 truncate py-1.5">
                    <Link
                      to="/accounts/$id"
                      params={{ id: account_id } as never}
                      className="text-accent-text underline"
                    >
                      {account_name}
                    </Link>
                  </td>
                  <td className="py-1.5 pl-3 text-right">
                    <Opens href={behind(shown, { account_id })}>
                      <Duration seconds={seconds} />
                    </Opens>
                  </td>
                  <td className="py-1.5 pl-3 text-right max-md:hidden">
                    <Opens href={billable_seconds > 0 ? behind(shown, { account_id, billable: 'true' }) : undefined}>
                      <Duration seconds={billable_seconds} />
                    </Opens>
                  </td>
                  {seesValues && (
                    <td className="py-1.5 pl-3 text-right">
                      <Opens href={open_value.length > 0 ? dealsBehind({ ...openWords, account_id }, {}) : undefined}>
                        <Money values={open_value} />
                      </Opens>
                    </td>
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}
