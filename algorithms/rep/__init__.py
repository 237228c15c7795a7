"""Pure decisions about a representative's working day."""
