-- What one person has, changed last: without these the index of the order was walked past everybody else's, or all of the
-- person's was sorted, whichever the planner thought cheaper (9,400 contacts looked at for 51, of 1,000,000).
create index accounts_owner_updated on accounts (owner_id, updated_at, id) where deleted_at is null;
create index contacts_owner_updated on contacts (owner_id, updated_at, id) where deleted_at is null;
