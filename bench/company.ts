/** A year of a 200-person company, made inside the database: 2,000 accounts, 5,000 deals, any number of entries. */
import type pg from 'pg'

export async function fillCompany(pool: pg.Pool): Promise<void> {
  await pool.query(`
    insert into workspace (name) values ('Bench') on conflict do nothing;
    insert into teams (name) select 'Team ' || n from generate_series(1, 20) n;
    insert into users (name, email, role, team_id, zone)
    select 'Person ' || n, 'person' || n || '@bench.example', case when n = 1 then 'admin' else 'employee' end,
           (select id from teams where name = 'Team ' || (1 + n % 20)),
           (array['Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Europe/London'])[1 + n % 4]
    from generate_series(1, 200) n;
    insert into accounts (name, industry)
    select initcap(w1) || ' ' || initcap(w2) || ' ' || (array['GmbH', 'Inc', 'Ltd', 'SA'])[1 + n % 4], 'Industry ' || n % 20
    from (select n, substr(md5('a' || n), 1, 7) as w1, (array['logistics', 'foods', 'energy', 'systems', 'partners', 'media', 'tools', 'labs'])[1 + n % 8] as w2
          from generate_series(1, 2000) n) x;
    insert into deals (account_id, name, value, currency, stage, closed_at)
    select a.id, (array['Website', 'Migration', 'Support', 'Rollout', 'Portal'])[1 + n % 5] || ' ' || n, 1000 + n, 'EUR',
           (array['prospecting', 'negotiation', 'won', 'won'])[1 + n % 4], case when n % 4 >= 2 then now() end
    from generate_series(1, 5000) n
    join (select id, row_number() over (order by id) as place from accounts) a on a.place = 1 + n % 2000;
  `)
}

/**
 * Entries `from` (inclusive) to `to` (exclusive) of a year with `perDay` entries a person and working day. A person works
 * on four deals at a time and changes them every month, whatever the number of entries.
 */
export async function fillEntries(pool: pg.Pool, perDay: number, prefix: string): Promise<void> {
  const months = 12
  await pool.query(
    `select make_time_months(array(select generate_series(timestamptz '2025-01-01', '2026-01-01', '1 month')))`,
  )
  for (let month = 0; month < months; month++) {
    await pool.query(
      `
      insert into time_entries (user_id, account_id, deal_id, start_time, end_time, duration_seconds, zone, activity_type, source, external_id, billable, mapping, status, project_name)
      select u.id, d.account_id, d.id, s.start_time, s.start_time + interval '1 second' * (28800 / $1::int - 5), 28800 / $1::int - 5, u.zone, 'app', 'agent',
             $3 || '-' || u.place || '-' || day::date || '-' || k, k % 5 <> 0, '{"rule":"named","reason":"The sender named the deal.","confidence":1,"matched":null,"runner_up":null}', 'synced', d.name
      from (select id, zone, row_number() over (order by id) as place from users) u
      cross join generate_series(date '2025-01-01' + ($2::int * 30), date '2025-01-01' + ($2::int * 30) + 29, interval '1 day') day
      cross join generate_series(0, $1::int - 1) k
      join lateral (select ((day + interval '9 hours') at time zone u.zone) + interval '1 second' * (k * (28800 / $1::int)) as start_time) s on true
      join (select id, account_id, name, row_number() over (order by id) as place from deals) d
        on d.place = 1 + (u.place * 23 + $2::int * 7 + (k * 4 / $1::int) * 131) % 5000
      where extract(isodow from day) < 6`,
      [perDay, month, prefix],
    )
  }
  await pool.query('vacuum analyze')
}
