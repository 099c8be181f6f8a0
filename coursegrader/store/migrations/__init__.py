"""Steps that bring an older database of the store up to date, run by alembic when the store is opened."""
