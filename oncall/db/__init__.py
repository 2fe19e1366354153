"""The ground floor of everything kept: types, units of work, the outbox, migrations."""
