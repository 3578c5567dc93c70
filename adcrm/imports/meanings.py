"""Facts that no cell holds as it stands: a platform's words as words of ours, and counts made from other facts of the row."""

from adcrm.imports.layout import Layout, quoted


def mapped_sql(layout: Layout, fact: str) -> tuple[str, str]:
    """SQL of what the words mean, and of "a word is nobody's". The first column with a word that means something decides."""
    column, at = layout.columns[fact]
    cases, odd, otherwise = [], [], next((meaning for head, word, meaning in column.words if not head and not word), "")
    for i in at:
        known = {word.casefold(): meaning for head, word, meaning in column.words if word and layout.bears(i, head)}
        cases += [f"WHEN lower(c{i}) = {quoted(word)} THEN {quoted(meaning)}" for word, meaning in known.items() if meaning]
        words = ", ".join(quoted(word) for word in known) or "''"
        odd.append(f"(NOT {layout.absent().format(cell=f'c{i}')} AND lower(c{i}) NOT IN ({words}))")
    rest = quoted(otherwise) if otherwise else "NULL"
    bad = " OR ".join(odd)
    return f"CASE WHEN {bad} THEN NULL {' '.join(cases)} ELSE {rest} END", bad


def tallies(layout: Layout) -> dict[str, str]:
    """SQL of every count that is made from other facts of ``parsed``: 1 or 0 for a row, NULL for a total."""
    made = {}
    for fact, (column, at) in layout.of_kind("tally").items():
        present = [other for other in column.of if other in layout.columns]
        if not present:
            continue
        counts = [f"greatest({', '.join(f'coalesce({other}, 0)' for other in present)}) > 0", "problem IS NULL"]
        for i in at:
            marks = ", ".join(quoted(word.casefold()) for head, word, _ in column.words if layout.bears(i, head))
            counts.append(f"lower(mark_{i}) NOT IN ({marks})")
        counted = " AND ".join(f"({one})" for one in counts)
        value = f"CASE WHEN {counted} THEN 1 ELSE 0 END"
        if column.once in layout.columns:
            of_one = f"coalesce(CAST({column.once} AS VARCHAR), chr(31) || CAST(line AS VARCHAR))"
            value = f"CASE WHEN {counted} AND row_number() OVER (PARTITION BY {of_one}, {counted} ORDER BY line) = 1 THEN 1 ELSE 0 END"
        made[fact] = f"CASE WHEN role = 'row' THEN {value} END"
    return made


def tally_marks(layout: Layout) -> dict[str, str]:
    """The cells that tallies look at, by the name under which ``parsed`` keeps them."""
    return {f"mark_{i}": f"c{i}" for _, at in layout.of_kind("tally").values() for i in at}
