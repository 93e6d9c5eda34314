/**
 * Five years of a company of 200 people: 5,000 accounts, 50,000 deals with the stages they went through, a task each, and any number of
 * entries in 60 months. A person works on five deals a day, those that were open then. All of it is made inside the database without
 * triggers; the sums they would have kept follow from the same rows.
 */
import pg from 'pg'
import { sumMonths } from '#test/month-sums.ts'

export const people = 200
export const deals = 50_000
const accounts = 5_000
export const years = { months: 60 }

export async function fillSales(pool: pg.Pool): Promise<void> {
  await untriggered(pool, async (client) => {
    await client.query(`
      insert into workspace (name) values ('Bench') on conflict do nothing;
      insert into teams (name) select 'Team ' || n from generate_series(1, 20) n;
      insert into users (name, email, role, team_id, zone)
      select 'Person ' || n, 'person' || n || '@bench.example', case when n = 1 then 'admin' when n % 10 = 2 then 'sales' else 'employee' end,
             (select id from teams where name = 'Team ' || (1 + n % 20)), 'UTC'
      from generate_series(1, ${people}) n;
      insert into accounts (name, industry)
      select initcap(substr(md5('a' || n), 1, 7)) || ' ' || (array['Logistics', 'Foods', 'Energy', 'Systems', 'Partners', 'Media', 'Tools', 'Labs'])[1 + n % 8] || ' GmbH', 'Industry ' || n % 20
      from generate_series(1, ${accounts}) n;
      create temp table persons as select id, row_number() over (order by email) as place from users;
      create temp table companies as select id, row_number() over (order by id) as place from accounts;
      insert into deals (id, account_id, name, value, currency, budget_hours, stage, owner_id, start_date, end_date, closed_at, created_at, updated_at)
      select uuidv7(-age), a.id, (array['Website', 'Migration', 'Support', 'Rollout', 'Portal', 'Audit'])[1 + n % 6] || ' ' || n,
             case when n % 10 > 0 then 1000 + n % 997 * 37 end, case when n % 10 > 0 then (array['EUR', 'EUR', 'USD', 'JPY'])[1 + n % 4] end,
             case when n % 3 = 0 then 40 + n % 200 end, stage, u.id, (now() - age)::date, (now() - age + interval '120 days')::date,
             case when stage in ('won', 'lost') then least(now(), now() - age + interval '1 day' * (10 + n % 140)) end, now() - age, now() - age
      from (select n, interval '${years.months} months' * (1 - n / ${deals}.0) as age from generate_series(1, ${deals}) n) x
      cross join lateral (
        select case when age < interval '1 day' * (10 + n % 140) or n % 50 = 0 then (array['prospecting', 'negotiation'])[1 + n % 2]
                    else (array['won', 'lost', 'won', 'lost', 'lost'])[1 + n % 5] end as stage
      ) s
      join companies a on a.place = 1 + n * 104729::bigint % ${accounts}
      join persons u on u.place = 1 + n * 31 % ${people};
      insert into deal_stages (deal_id, from_stage, to_stage, entered_at, left_at, value, currency, probability, end_date)
      select id, null, 'prospecting', created_at, case when stage <> 'prospecting' then half end, value, currency, 20, end_date
      from (select *, created_at + (coalesce(closed_at, now()) - created_at) / 2 as half from deals) d
      union all
      select id, 'prospecting', 'negotiation', created_at + (coalesce(closed_at, now()) - created_at) / 2, closed_at, value, currency, 60, end_date
      from deals where stage <> 'prospecting'
      union all
      select id, 'negotiation', stage, closed_at, null, value, currency, 100, end_date from deals where stage in ('won', 'lost');
      insert into tasks (id, deal_id, account_id, title, assigned_to, status, priority, due_date, estimated_hours, created_at, updated_at, done_at)
      select uuidv7(now() - created_at), id, account_id, 'Prepare ' || name, owner_id, case when closed_at is null then 'open' else 'done' end, 'normal', end_date,
             case when value is not null then 20 end, created_at, created_at, closed_at
      from deals;
      insert into exchange_rates (day, base, currency, rate, source)
      select current_date - n, 'EUR', c, 1 + n % 100 / 100.0, 'ECB' from generate_series(0, 1900) n, unnest(array['USD', 'JPY']) c;
    `)
  })
  await pool.query('vacuum analyze')
}

/** Months back from the one before this one; of the months there already the sums stay. Gives seconds. */
export async function fillMonths(pool: pg.Pool, from: number, to: number, perMonth: number): Promise<void> {
  await pool.query(`
    select make_time_months(array(select date_trunc('month', now()) - n * interval '1 month' from generate_series(${from + 1}, ${to}) n));
    alter table time_entry_keys drop constraint time_entries_billable_once;
    drop index time_entry_keys_external, time_by_day_day, time_by_day_deal`)
  const backs = Array.from({ length: to - from }, (_, n) => from + n)
  await Promise.all(
    [0, 1].map(() =>
      untriggered(pool, async (client) => {
        await client.query(working)
        for (let back = backs.shift(); back !== undefined; back = backs.shift())
          await client.query(month(back, perMonth))
      }),
    ),
  )
  await untriggered(pool, async (client) => {
    await client.query(`
      create unique index time_entry_keys_external on time_entry_keys (source, external_id) where external_id is not null;
      create index time_by_day_day on time_by_day (day) include (user_id, account_id, deal_id, status, entries, seconds, billable_seconds);
      create index time_by_day_deal on time_by_day (deal_id, day) include (user_id, status, entries, seconds, billable_seconds);
      truncate time_by_deal;
      -- as it is each morning (server/time/settle-deals.ts)
      insert into time_by_deal
      select t.deal_id, case when d.closed_at is null then t.user_id else '00000000-0000-0000-0000-000000000000' end, sum(t.entries), sum(t.seconds)
      from time_by_day t
      join deals d on d.id = t.deal_id
      group by 1, 2;
      ${sumMonths}`)
    await client.query(
      `alter table time_entry_keys add constraint time_entries_billable_once exclude using gist (user_id with =, tstzrange(start_time, end_time) with &&) where (billable)`,
    )
  })
  await pool.query('vacuum analyze')
}

/** A session of its own, whose triggers are still. */
async function untriggered(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<void>): Promise<void> {
  const client = await pool.connect()
  await client.query(
    `set session_replication_role = replica; set maintenance_work_mem = '1GB'; set synchronous_commit = off`,
  )
  await work(client)
  client.release(true)
}

/** Deals by their age, as `month` asks for them. */
const working = `
  create temp table persons as select id, row_number() over (order by email) as place from users;
  create temp table open_deals as
  select d.id, d.account_id, d.name, t.id as task_id, row_number() over (order by d.created_at, d.id) as place
  from deals d join tasks t on t.deal_id = d.id;
  create index on open_deals (place);
  analyze open_deals; analyze persons`

/** Each working day from eight o'clock on, entries of other lengths; a fifth is billable, a fourth on a task, and one in two hundred of the last month waits. */
function month(back: number, perMonth: number): string {
  const begin = `date_trunc('month', now()) - interval '${back + 1} months'`
  const perDay = Math.max(5, Math.round(perMonth / people / 21.7))
  const span_s = Math.floor((10 * 3_600) / perDay)
  const newest = Math.round(deals * (1 - (back + 0.5) / years.months))
  return `
    create temp table filled as
    select uuidv7(now() - s.at) as id, u.id as user_id, case when not waits then d.account_id end as account_id, case when not waits then d.id end as deal_id,
           case when not waits and n % 4 = 0 then d.task_id end as task_id, s.at as start_time, s.at + s.seconds * interval '1 s' as end_time, s.seconds, n % 5 = 0 as billable,
           case when waits then 'unmapped' else 'synced' end as status, 'm${back}-' || u.place || '-' || day::date || '-' || n as external_id, d.name, day::date as day
    from persons u
    cross join generate_series(${begin}, ${begin} + interval '1 month' - interval '1 day', interval '1 day') day
    cross join generate_series(0, ${perDay - 1}) n
    cross join lateral (
      select day + interval '8 hours' + n * interval '${span_s} s' as at, ${span_s} - (u.place * 7919 + n * 104729) % ${Math.ceil(span_s / 2)} as seconds,
             ${back} = 0 and (n + extract(day from day)::integer * ${perDay}) % 200 = 7 as waits
    ) s
    join open_deals d on d.place = greatest(1, ${newest} - (u.place * 23 + n * 5 / ${perDay} * 131 + extract(day from day)::integer / 8 * 17) % 4000)
    where extract(isodow from day) < 6;
    insert into time_entries (id, user_id, account_id, deal_id, task_id, start_time, end_time, duration_seconds, zone, activity_type, source, external_id, billable, mapping, status, project_name, title, app)
    select id, user_id, account_id, deal_id, task_id, start_time, end_time, seconds, 'UTC', 'app', 'agent', external_id, billable,
           case when status = 'synced' then '{"rule":"named","reason":"The sender named the deal.","confidence":1,"matched":null,"runner_up":null}'::jsonb end,
           status, name, 'Window ' || name, 'Editor' from filled order by start_time;
    insert into time_entry_keys select id, user_id, start_time, end_time, 'agent', external_id, billable from filled;
    insert into time_by_day (day, user_id, account_id, deal_id, status, entries, seconds, billable_seconds)
    select day, user_id, account_id, deal_id, status, count(*), sum(seconds), coalesce(sum(seconds) filter (where billable), 0)
    from filled group by 1, 2, 3, 4, 5;
    insert into task_time_by_day (day, user_id, task_id, account_id, deal_id, entries, seconds, billable_seconds)
    select day, user_id, task_id, account_id, deal_id, count(*), sum(seconds), coalesce(sum(seconds) filter (where billable), 0)
    from filled where task_id is not null group by 1, 2, 3, 4, 5;
    insert into placed_by_day (day, user_id, way, rule_id, entries, seconds)
    select day, user_id, case status when 'unmapped' then 'waiting' else 'named' end, null, count(*), sum(seconds) from filled group by 1, 2, 3;
    drop table filled`
}
