"""The small line on a card: a picture of a few hundred bytes.

``st.metric`` would draw it as a Vega chart of its own, built anew whenever a figure changes: six of them took longer than all the
charts of a page together.
"""

from base64 import b64encode
from collections.abc import Sequence
from itertools import pairwise

# More points than that are narrower than a pixel on a card; neighbours are averaged.
MOST_POINTS = 90
WIDTH, HEIGHT = 100, 24
COLOUR = "#0D9488"  # reads on white and on the dark ground


def sparkline(series: Sequence[float]) -> str:
    """The series as HTML: a line from its lowest to its highest value over the card's whole width; '' below two values."""
    if len(series) < 2:
        return ""
    values = _averaged(series)
    low, high = min(values), max(values)
    reach = (high - low) or 1.0
    step = WIDTH / (len(values) - 1)
    line = " ".join(f"{n * step:.4g},{1 + (HEIGHT - 2) * (high - value) / reach:.4g}" for n, value in enumerate(values))
    drawn = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" preserveAspectRatio="none">'
        f'<polygon points="0,{HEIGHT} {line} {WIDTH},{HEIGHT}" fill="{COLOUR}" fill-opacity="0.13"/>'
        f'<polyline points="{line}" fill="none" stroke="{COLOUR}" stroke-width="1.5" vector-effect="non-scaling-stroke"/></svg>'
    )
    # As a picture: Streamlit takes SVG elements out of HTML.
    return f'<img alt="" style="display:block;width:100%;height:2.5rem" src="data:image/svg+xml;base64,{b64encode(drawn.encode()).decode()}">'


def _averaged(series: Sequence[float]) -> list[float]:
    """At most ``MOST_POINTS`` values: means of neighbours."""
    count = len(series)
    if count <= MOST_POINTS:
        return list(series)
    ends = [round(n * count / MOST_POINTS) for n in range(MOST_POINTS + 1)]
    return [sum(series[start:end]) / (end - start) for start, end in pairwise(ends)]
