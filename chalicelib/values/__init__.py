"""The terms that everything is written in: money, instants, identifiers, vocabulary, states."""
