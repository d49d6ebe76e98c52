"""Elements that come with the program as plugins: they use the same door as anybody's, and serve as examples.

qr      an address as a code that telephones read
chart   a few numbers as bars, rows or a line, in true scale
"""
