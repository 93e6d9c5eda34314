-- First days: the workspace as the company set it up, an admin's first steps, what the demo brought, who read the privacy notice.
alter table workspace
  -- where the company is: invited people begin with it
  add column zone text not null default 'UTC',
  add column week_start text not null default 'monday' check (week_start in ('monday', 'sunday', 'saturday')),
  add column jurisdiction text not null default 'other' check (jurisdiction in ('eu', 'germany', 'india', 'us', 'other')),
  -- an admin's first steps, {"workspace": "done", "people": "skipped"}; null: finished, or never begun
  add column welcome jsonb,
  add column updated_at timestamptz(3) not null default now(),
  add column version integer not null default 1;

-- Who read which version of the privacy notice, and when.
create table notice_acknowledgements (
  user_id uuid not null references users on delete cascade,
  version text not null,
  acknowledged_at timestamptz(3) not null default now(),
  primary key (user_id, version)
);

-- What the demo brought, row by row: removing it takes out these and nothing else.
create table demo_rows (
  table_name text not null,
  row_id uuid not null,
  primary key (table_name, row_id)
);
-- Loading and removing run as jobs. How far one got is written beside its transaction, so it cannot stand in `workspace`,
-- whose row that transaction holds.
create table demo_work (
  only_row boolean primary key default true check (only_row),
  doing text not null check (doing in ('load', 'remove')),
  -- who asked for it keeps their sign-in
  user_id uuid not null references users,
  percent smallint not null default 0 check (percent between 0 and 100),
  failed boolean not null default false,
  started_at timestamptz(3) not null default now()
);

-- A demo loaded by an earlier release: the ledger knows its rows, and the rest hangs on them.
insert into demo_rows (table_name, row_id)
select o.table_name, c.object_id
from changes c
join (values ('user.created', 'users'), ('account.created', 'accounts'), ('deal.created', 'deals'), ('task.created', 'tasks'))
  as o (action, table_name) on o.action = c.action
where c.actor_kind = 'system' and c.source = 'command' and exists (select from workspace where demo);
insert into demo_rows (table_name, row_id)
select 'contacts', id from contacts where account_id in (select row_id from demo_rows where table_name = 'accounts');
insert into demo_rows (table_name, row_id)
select 'productivity_users', linked_employee_id from users
where linked_employee_id is not null and id in (select row_id from demo_rows where table_name = 'users');
insert into demo_rows (table_name, row_id)
select distinct 'teams', team_id from users
where team_id is not null and id in (select row_id from demo_rows where table_name = 'users');
insert into demo_rows (table_name, row_id)
select 'time_entries', id from time_entries where external_id like 'demo-%' and exists (select from workspace where demo);
