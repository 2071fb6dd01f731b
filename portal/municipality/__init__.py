"""The municipality's own facts: organisations and what each does, roles, stages, tracks, measures."""
