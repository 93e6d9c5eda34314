-- Mapping rules: what is asked of an entry and what becomes of it (domain/rules.ts). The condition is text, people and teams by
-- their ids. A rule is never deleted but retired: entries say by id and number which one placed them.
create table mapping_rules (
  id uuid primary key default uuidv7(),
  name text not null,
  state text not null default 'draft' check (state in ('draft', 'shadow', 'active', 'suggest', 'retired')),
  state_reason text,
  state_since timestamptz(3) not null default now(),
  priority integer not null default 100 check (priority between 1 and 10000),
  -- counts up with each other condition or target
  number integer not null default 1,
  condition text not null,
  kind text not null check (kind in ('deal', 'task', 'account', 'billable', 'private', 'ignore')),
  account_id uuid references accounts,
  deal_id uuid references deals,
  task_id uuid references tasks,
  billable boolean,
  -- precision as it was measured when this number went live
  proof jsonb,
  created_by uuid references users,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  version integer not null default 1,
  check ((account_id is not null) = (kind = 'account')),
  check ((deal_id is not null) = (kind = 'deal')),
  check ((task_id is not null) = (kind = 'task')),
  check (kind <> 'billable' or billable is not null)
);
create index mapping_rules_order on mapping_rules (priority, id);
create index mapping_rules_task on mapping_rules (task_id) where task_id is not null;

-- Every condition and target a rule ever had.
create table mapping_rule_versions (
  id uuid primary key default uuidv7(),
  rule_id uuid not null references mapping_rules on delete cascade,
  number integer not null,
  condition text not null,
  -- ids that need not be there any more
  target jsonb not null,
  proof jsonb,
  made_by uuid references users,
  created_at timestamptz(3) not null default now(),
  unique (rule_id, number)
);

-- The rules are kept in the memory of each process; this row says when they changed, as name_catalog does for names.
create table rule_set (only_row boolean primary key default true check (only_row), revision bigint not null default 1);
insert into rule_set default values;
create function rule_set_changed() returns trigger language plpgsql as $$
begin
  update rule_set set revision = revision + 1 where xmin <> pg_current_xact_id()::xid;
  return null;
end $$;
create constraint trigger mapping_rules_changed after insert or update or delete on mapping_rules
  deferrable initially deferred for each row execute function rule_set_changed();
-- who is in which team
create constraint trigger users_changed_team after update of team_id on users
  deferrable initially deferred for each row when (old.team_id is distinct from new.team_id) execute function rule_set_changed();

create function task_of_rule_changed() returns trigger language plpgsql as $$
begin
  if exists (select from mapping_rules where task_id = new.id) then
    update rule_set set revision = revision + 1 where xmin <> pg_current_xact_id()::xid;
  end if;
  return null;
end $$;
create constraint trigger tasks_of_rules after update of deal_id, account_id, deleted_at on tasks
  deferrable initially deferred for each row execute function task_of_rule_changed();

-- What a person placed is what rules are measured by; what a rule placed is what it answers for.
create index time_entries_reviewed on time_entries (start_time desc, id desc) where mapping ->> 'rule' = 'person';
create index time_entries_by_rule on time_entries ((mapping ->> 'rule_id'), start_time) include (duration_seconds)
  where mapping ->> 'rule' = 'mapping_rule';
