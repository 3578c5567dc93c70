"""From a platform's own file to committed facts: recognise, preview, check, load, restate, undo."""
