"""Diagrams: the elements `graph` (boxes and lines) and `sequence` (who sends what to whom), drawn without a browser.

Markup says what there is; where it stands follows from the size of the words and the room. A figure that does not
fit in legible type is an overflow of its slide like any other.

    ranks     boxes, wires        -> rows                 mesh      rows             -> an order with few crossings
    places    order, sizes        -> places across        channels  wires            -> tracks between rows
    arrange   all of these        -> boxes and lines      stack     a chain          -> a column with lanes
    solve     words, room         -> the figure in one size of type                  outline   forms, lines -> strokes
"""

from post_forge.render.diagram import leaf, talk_leaf  # noqa: F401 - they register their elements
