-- The application works as a role that owns nothing and cannot change the ledger (server/platform/application-role.ts). What
-- a person may ask for is left to this one function, which runs as the owner and looks for its tables nowhere else.
alter function erase_payloads(uuid[]) security definer set search_path = pg_catalog, public, pg_temp;
revoke execute on function erase_payloads(uuid[]) from public;
