-- Who set a task done, as deal_stages keeps who moved a deal. What an import brought done, or a key set so, is nobody's.
alter table tasks add column done_by uuid references users (id);

create or replace function tasks_done_at() returns trigger language plpgsql as $$
begin
  if new.status <> 'done' then
    new.done_at := null;
    new.done_by := null;
  else
    new.done_at := coalesce(new.done_at, now());
    -- who says it once more has not done it
    if tg_op = 'UPDATE' and old.status = 'done' then new.done_by := old.done_by; end if;
  end if;
  return new;
end $$;

-- of those that are done the ledger knows, as far as it still says what it said
update tasks t set done_by = (
  select u.id from changes c join users u on u.id = c.actor_id
  where c.object_id = t.id and c.actor_kind = 'user' and c.source <> 'import' and c.after ->> 'status' = 'done'
  order by c.id desc limit 1
)
where t.status = 'done';
