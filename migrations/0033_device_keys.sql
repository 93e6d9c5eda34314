-- A key on the machine of a person, for the program that reads their agent there. It sends that person's time and nothing
-- else, so that whoever copies it from the machine can do no more than its owner's agent could.
alter table api_keys add column person_id uuid references users;
create index api_keys_person on api_keys (person_id, created_at desc) where person_id is not null;
alter table api_keys add check (person_id is null or scopes = '{time:ingest}');
