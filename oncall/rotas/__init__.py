"""The rota kept in the database, and the file it comes from."""
