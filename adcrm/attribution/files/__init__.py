"""Files that somebody else made for attribution: tables of paths, journeys in columns, logs of events. Read for one answer, never loaded."""
