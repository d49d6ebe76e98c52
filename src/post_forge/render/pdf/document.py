"""Pages -> the PDF: its page tree, its structure tree, its metadata."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from post_forge.render.pdf.font import codes_of, unseen_font
from post_forge.render.pdf.objects import Objects, refs, string
from post_forge.render.pdf.outline import Bookmark, outline_of
from post_forge.render.pdf.page import Page
from post_forge.render.pdf.write import Made, Shared, write_page

PRODUCER = "Post Forge"


def write_pdf(pages: Sequence[Page], title: str, lang: str, bookmarks: Sequence[Bookmark] = ()) -> bytes:
    """A tagged PDF 1.7 with one page a slide. `lang` is a BCP 47 tag ("en"); `bookmarks` stand beside the pages.

    Raises ValueError for a picture that is not a PNG of 8 bit RGB, grey or palette colours.
    """
    book = Objects()
    root, tree, info, document, structure = (book.reserve() for _ in range(5))
    codes = codes_of(pages)
    shared = Shared(tree, document, unseen_font(book, codes), codes, [book.reserve() for _ in pages])
    made: list[Made] = []
    key = len(pages)  # pages have the first keys of the parent tree, links the following ones
    for index, page in enumerate(pages):
        made.append(write_page(book, page, index, key, shared))
        key += len(page.links)
    entries = [(index, f"[{refs(page.parts)}]") for index, page in enumerate(made)]
    entries += [
        (len(pages) + index, f"{link} 0 R") for index, link in enumerate(n for page in made for n in page.links)
    ]
    parents = book.add(f"<< /Nums [{' '.join(f'{number} {what}' for number, what in entries)}] >>")
    book.put(tree, f"<< /Type /Pages /Count {len(made)} /Kids [{refs(page.number for page in made)}] >>")
    sections = refs(page.section for page in made)
    book.put(document, f"<< /Type /StructElem /S /Document /P {structure} 0 R /K [{sections}] >>")
    book.put(
        structure,
        f"<< /Type /StructTreeRoot /K {document} 0 R /ParentTree {parents} 0 R /ParentTreeNextKey {key} >>",
    )
    book.put(info, f"<< /Title {string(title)} /Producer ({PRODUCER}) >>")
    metadata = book.stream(_xmp(title, lang), "/Type /Metadata /Subtype /XML", squeeze=False)
    book.put(
        root,
        f"<< /Type /Catalog /Pages {tree} 0 R /StructTreeRoot {structure} 0 R /MarkInfo << /Marked true >> "
        f"/Lang {string(lang)} /Metadata {metadata} 0 R /ViewerPreferences << /DisplayDocTitle true >>"
        f"{outline_of(book, bookmarks, shared.pages)} >>",
    )
    return book.write(root, info)


def _xmp(title: str, lang: str) -> bytes:
    clean = "".join(character for character in title if character >= " ")
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">'
        f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(clean)}</rdf:li></rdf:Alt></dc:title>'
        f"<dc:language><rdf:Bag><rdf:li>{escape(lang)}</rdf:li></rdf:Bag></dc:language>"
        f'<pdf:Producer>{PRODUCER}</pdf:Producer></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>'
    ).encode()
