"""Samples: one article of each format, written for the purpose, and what must be read of it. Everything is fiction.

In: nothing. Out: bytes by the names of files. What damages them (`twins`) and what is drawn from them by chance
starts here too.
"""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import tarfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

import zstandard

TITLE = "Le port de Kervilly rouvre après la tempête"
FIRST = "KERVILLY, 4 juillet 2024 (AFP) - Le port a rouvert jeudi, après six jours de tempête, l’œil sur la digue."
SECOND = (
    "« Nous avons perdu douze bateaux », a dit la maire, Awa Thévenin, devant les pêcheurs réunis à la criée."
)
THIRD = "Les réparations de la digue, estimées à 1 200 000 euros, commenceront en août et dureront jusqu’à l’automne."
PARAGRAPHS = (FIRST, SECOND, THIRD)
TEXT = "\n".join(PARAGRAPHS)
SOURCE = "Le Phare de Kervilly"
AUTHOR = "Jeanne Morvan"
DATE = "2024-07-04"
ADDRESS = "https://phare.example.com/2024/07/04/port"


@dataclass(frozen=True, slots=True)
class Sample:
    """A file, and what is in it."""

    name: str
    data: bytes
    format: str  # as reports say it
    keys: tuple[str, ...]
    knows: frozenset[str] = frozenset(
        ("title", "published", "source", "author", "url")
    )  # of the first article
    extra: str = ""  # what must be installed
    body: str = TEXT
    skipped: tuple[str, ...] = field(default=())  # beginnings of what is told


PRESS = f"date {DATE}\nsource {SOURCE}\nauteur {AUTHOR}\n\n{TITLE}\n\n{TEXT}\n{ADDRESS}\n"
NOTICES = "\n\n".join(
    (
        "À propos du port de Kervilly\nLe port accueille 140 bateaux de pêche.",
        "Contacts presse :\nJeanne Morvan, 02 00 00 00 00, presse@phare.example.com",
        "© 2024 Le Phare de Kervilly. Tous droits réservés.",
        f"Source : {SOURCE}",
    )
)
RELEASE = (
    f"SOUS EMBARGO JUSQU’AU 4 JUILLET 2024 À 8H00\n\ndate {DATE}\nsource {SOURCE}\nurl {ADDRESS}\n\n{TITLE}\n\n"
    f"Par {AUTHOR}, envoyée spéciale\n\n{TEXT}\n\n{NOTICES}\n"
)
DISPATCHES = "\n----------\n".join((RELEASE, PRESS.replace(TITLE, "Une autre dépêche")))
RECORD = {"title": TITLE, "date": DATE, "source": SOURCE, "author": AUTHOR, "url": ADDRESS, "text": TEXT}
_P = "".join(f"<p>{one}</p>\n" for one in PARAGRAPHS)
_MENU = "<nav><ul><li><a href='/'>Accueil</a></li><li><a href='/mer'>Mer</a></li></ul></nav>"

HTML = f"""<!doctype html>
<html lang="fr"><head><meta charset="utf-8"><title>{TITLE} - {SOURCE}</title>
<meta property="og:site_name" content="{SOURCE}">
<meta property="og:title" content="{TITLE}">
<meta property="article:published_time" content="{DATE}T08:00:00+02:00"><meta name="author" content="{AUTHOR}">
<link rel="canonical" href="{ADDRESS}"></head>
<body>{_MENU}<article><h1>{TITLE}</h1>{_P}</article><footer>Mentions légales</footer></body></html>
"""
_LD = {
    "@context": "https://schema.org",
    "@graph": [
        {"@type": "WebSite", "name": "Un autre nom"},
        {
            "@type": ["NewsArticle"],
            "headline": TITLE,
            "datePublished": f"{DATE}T08:00:00+02:00",
            "author": [{"@type": "Person", "name": AUTHOR}],
            "publisher": {"@type": "Organization", "name": SOURCE},
            "mainEntityOfPage": {"@id": ADDRESS},
        },
    ],
}
HTML_LD = f"""<html><head><title>Phare</title><script type="application/ld+json">{json.dumps(_LD)}</script></head>
<body>{_MENU}<main><h1>{TITLE}</h1>{_P}</main></body></html>"""
HTML_TIME = f"""<html><head><title>{TITLE} | {SOURCE}</title><meta property="og:site_name" content="{SOURCE}">
<link rel="canonical" href="{ADDRESS}"></head><body><article><h1>{TITLE}</h1>
<p>Publié le <time datetime="{DATE}">jeudi</time> par <a rel="author"
href="/jm">{AUTHOR}</a></p>{_P}</article></body></html>"""
RSS = f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>{SOURCE}</title><language>fr</language><item><title>{TITLE}</title><link>{ADDRESS}</link>
<pubDate>Thu, 04 Jul 2024 08:00:00 +0200</pubDate><dc:creator>{AUTHOR}</dc:creator><description>Le port a
rouvert&nbsp;.</description> <content:encoded><![CDATA[{_P}]]></content:encoded></item>
<item><title>Sans texte</title></item><item><description>Une brève.</description></item></channel></rss>"""
ATOM = f"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr"><title>{SOURCE}</title><updated>2025-01-01T00:00:00Z</updated>
<entry><title type="html">{TITLE}</title><link rel="self" href="https://phare.example.com/x"/><link href="{ADDRESS}"/>
<published>{DATE}T08:00:00Z</published><updated>2024-07-05T08:00:00Z</updated><author><name>{AUTHOR}</name></author>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{_P}</div></content></entry></feed>"""
NITF = f"""<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE nitf SYSTEM "nitf-3-6.dtd">
<nitf><head><title>x</title><docdata><date.issue norm="20240704T080000Z"/><doc-id id-string="kerv-1"/></docdata>
<pubdata name="{SOURCE}" type="print"/></head>
<body><body.head><hedline><hl1>{TITLE}</hl1></hedline><byline>Par <person>{AUTHOR}</person></byline></body.head>
<body.content><media media-type="image"><media-caption>La
digue</media-caption></media>{_P}</body.content></body></nitf>"""
NEWSML = f"""<?xml version="1.0" encoding="utf-8"?>
<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><header><sent>{DATE}T09:00:00Z</sent></header><itemSet>
<newsItem guid="urn:newsml:phare:1" version="1" xml:lang="fr"><rightsInfo><copyrightHolder literal="x"/></rightsInfo>
<itemMeta><itemClass qcode="ninat:text"/><provider qcode="p:1"><name>{SOURCE}</name></provider>
<versionCreated>{DATE}T08:00:00Z</versionCreated></itemMeta>
<contentMeta><by>{AUTHOR}</by><language tag="fr"/><headline>{TITLE}</headline></contentMeta>
<contentSet><inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head>
<body><h1>{TITLE}</h1>{_P}</body></html></inlineXML></contentSet></newsItem>
<newsItem guid="urn:newsml:phare:2"><itemMeta><itemClass qcode="ninat:picture"/></itemMeta>
<contentSet><remoteContent href="x.jpg"/></contentSet></newsItem></itemSet></newsMessage>"""
TEI = f"""<?xml version="1.0" encoding="utf-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="fr"><teiHeader><fileDesc><titleStmt><title>{TITLE}</title>
<author>{AUTHOR}</author></titleStmt><sourceDesc><bibl>
<title level="j">{SOURCE}</title><date when="{DATE}">jeudi</date></bibl>
</sourceDesc></fileDesc></teiHeader><text><body>{_P}</body></text></TEI>"""
EUROPRESSE = (
    "<html><head><meta charset='utf-8'></head><body>"
    + "".join(
        f"""<article><header><div class="rdp__DocPublicationName">
<span class="DocPublicationName">{SOURCE}, no. 12{number}</span></div>
<span class="DocHeader">Mer, jeudi 4 juillet 2024, p. 3</span>
<div class="titreArticle"><p class="titreArticleVisu rdp__articletitle">{TITLE}</p></div>
<div class="docAuthors">{AUTHOR}</div></header><section><div class="DocText clearfix">
<div class="docOcurrContainer">{_P}</div></div></section>
<footer><small>© 2024 {SOURCE}</small><p>Numéro de document : news·20240704·KV·{number}</p></footer></article>"""
        for number in (1, 2)
    )
    + "</body></html>"
)
_ROWS = (
    ("SE", "Mer"),
    ("HD", TITLE),
    ("BY", AUTHOR),
    ("WC", "61 mots"),
    ("PD", "4 juillet 2024"),
    ("SN", SOURCE),
    ("LA", "Français"),
    ("LP", f"<p class='articleParagraph frarticleParagraph'>{FIRST}</p>"),
    ("TD", "".join(f"<p class='articleParagraph frarticleParagraph'>{one}</p>" for one in PARAGRAPHS[1:])),
    ("AN", "Document PHARKV0020240704ek740001"),
)
FACTIVA = (
    "<html><body><div id='article-1' class='article frArticle'><table>"
    + "".join(f"<tr><td class='index'><b>{code}</b>&nbsp;</td><td>{words}</td></tr>" for code, words in _ROWS)
    + f"""</table></div><div class="article frArticle"><div id="hd">
<span class="frHeadline">{TITLE}</span></div>
<div>61 mots</div><div>4 juillet 2024</div><div>10:15</div><div>{SOURCE}</div><div>PHARKV</div><div>Français</div>
<div>Copyright 2024 {SOURCE}</div>{_P.replace("<p>", "<p class='articleParagraph frarticleParagraph'>")}
<p>Document PHARKV0020240704ek740002</p></div></body></html>"""
)
MARKDOWN = f"""---
title: "{TITLE}"
date: {DATE}
source: {SOURCE}
author: [{AUTHOR}]
url: {ADDRESS}
---

{FIRST.replace("la digue", "[la **digue**](https://phare.example.com)")}

> {SECOND}

* {THIRD}
"""
_FOLDED = "\n\n".join(PARAGRAPHS)
MAIL_HEADERS = """From: =?utf-8?q?Le_Phare_de_Kervilly?= <lettre@phare.example.com>
Subject: =?utf-8?q?Le_port_de_Kervilly_rouvre_apr=C3=A8s_la_temp=C3=AAte?=
Date: Thu, 04 Jul 2024 08:00:00 +0200
Message-ID: <1@phare.example.com>
MIME-Version: 1.0
"""
MAIL = (
    MAIL_HEADERS + 'Content-Type: multipart/alternative; boundary="b"\n\n--b\n'
    "Content-Type: text/html; charset=utf-8\n\n<p>Autre</p>\n"
    + f"--b\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{_FOLDED}\n--b--\n"
)
MAIL_HTML = (
    MAIL_HEADERS
    + f"Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n<html><body>{_P}</body></html>"
)
MBOX = "".join(
    f"From lettre@phare.example.com Thu Jul  4 08:00:0{number} 2024\n{MAIL}\n" for number in range(2)
)
CSV = f'titre;date;journal;auteur;lien;texte\n"{TITLE}";'
CSV += f'04/07/2024;{SOURCE};{AUTHOR};{ADDRESS};"{TEXT}"\n\n"Vide";;;;;\n'
TSV = f'title\tdate\tsource\tauthor\turl\ttext\n{TITLE}\t{DATE}\t{SOURCE}\t{AUTHOR}\t{ADDRESS}\t"{TEXT}"\n'


def warc(pages: tuple[str, ...] = (HTML,)) -> bytes:
    """A crawl: a description of itself, a picture, an error, and pages."""
    answers = [
        ("200 OK", "image/png", b"\x89PNG"),
        ("404 Not Found", "text/html", b"<html><body>Perdu</body></html>"),
        *(("200 OK", "text/html; charset=utf-8", page.encode()) for page in pages),
    ]
    records = [("warcinfo", "application/warc-fields", b"software: essai\r\n")]
    for status, kind, body in answers:
        head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode()
        records.append(("response", "application/http; msgtype=response", head + body))
    out = bytearray()
    for number, (kind, content_type, block) in enumerate(records):
        out += (
            (
                f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Date: 2024-07-05T10:00:00Z\r\n"
                f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{number:012}>\r\nWARC-Target-URI: {ADDRESS}\r\n"
                f"Content-Type: {content_type}\r\nContent-Length: {len(block)}\r\n\r\n"
            ).encode()
            + block
            + b"\r\n\r\n"
        )
    return bytes(out)


def pdf(lines: tuple[str, ...] = (TITLE, *PARAGRAPHS)) -> bytes:
    """A page with some lines of text, in the encoding that PDF calls WinAnsi."""
    shown = b""
    for line in lines:
        escaped = (
            line.encode("windows-1252").replace(b"\\", b"\\\\").replace(b"(", rb"\(").replace(b")", rb"\)")
        )
        shown += b"(" + escaped + b") Tj T*\n"
    stream = b"BT /F1 12 Tf 14 TL 50 750 Td\n" + shown + b"ET"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
        b"<</Title(" + TITLE.encode("windows-1252") + b")/CreationDate(D:20240705120000)>>",
    ]
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer<</Size %d/Root 1 0 R/Info 6 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


def zip_of(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 7, 4, 8, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def tar_of(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, data in members.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return out.getvalue()


_LINES = "".join(json.dumps({**RECORD, "id": f"k{number}"}, ensure_ascii=False) + "\n" for number in (1, 2))
_MEMBERS = {
    "2024/a.txt": PRESS.encode(),
    "b.jsonl": _LINES.encode(),
    "photo.png": b"x",
    "c.txt.gz": gzip.compress(PRESS.encode()),
}
_INSIDE = ("2024/a.txt", "k1", "k2", "c.txt.gz")
_NO_ADDRESS = frozenset(("title", "published", "source", "author"))


def _packed(
    name: str, data: bytes, format: str, keys: tuple[str, ...] | None = None, **rest: object
) -> Sample:
    return Sample(name, data, format, keys or (name,), **rest)  # type: ignore[arg-type]


def _archived(name: str, data: bytes, format: str) -> Sample:
    keys = tuple(key if key.startswith("k") else f"{name}/{key}" for key in _INSIDE)
    return Sample(name, data, format, keys, skipped=(f"{name}#4: photo.png: not a format that is read",))


SAMPLES: tuple[Sample, ...] = (
    _packed("a.txt", PRESS.encode(), "press text"),
    _packed("b.txt", RELEASE.encode("cp1252"), "press text", body=NOTICES),
    _packed("c.txt", DISPATCHES.encode("utf-16"), "press text", ("c.txt#1", "c.txt#2")),
    _packed("a.jsonl", _LINES.encode(), "JSON Lines", ("k1", "k2")),
    _packed("a.txt.gz", gzip.compress(PRESS.encode()), "press text"),
    _packed("a.txt.bz2", bz2.compress(PRESS.encode()), "press text"),
    _packed("a.jsonl.xz", lzma.compress(_LINES.encode()), "JSON Lines", ("k1", "k2")),
    _packed("a.txt.zst", zstandard.ZstdCompressor().compress(PRESS.encode()), "press text"),
    _archived("a.zip", zip_of(_MEMBERS), "ZIP archive"),
    _archived("a.tar", tar_of(_MEMBERS), "tar archive"),
    _archived("a.tar.gz", gzip.compress(tar_of(_MEMBERS)), "tar archive"),
    _archived("a.tgz", gzip.compress(tar_of(_MEMBERS)), "tar archive"),
    _packed(
        "a.json",
        json.dumps({"n": 1, "articles": [RECORD, {"x": 1}]}).encode(),
        "JSON",
        ("a.json#1",),
        skipped=("a.json#2: no text",),
    ),
    _packed("b.json", json.dumps(RECORD, indent=1).encode("utf-16"), "JSON"),
    _packed("a.csv", CSV.encode("windows-1252"), "CSV", ("a.csv#2",), skipped=("a.csv#3: no text",)),
    _packed("a.tsv", TSV.encode(), "CSV", ("a.tsv#2",)),
    _packed("a.md", MARKDOWN.encode(), "Markdown", body="\n\n".join(PARAGRAPHS)),
    _packed("a.html", HTML.encode(), "HTML", extra="html"),
    _packed("b.htm", HTML_LD.encode(), "HTML", extra="html"),
    _packed("c.html", HTML_TIME.encode(), "HTML", extra="html", body=SECOND),
    _packed("sans-suffixe", HTML.encode(), "HTML", extra="html"),
    _packed("a.rss", RSS.encode(), "RSS", ("a.rss#1", "a.rss#3"), skipped=("a.rss#2: no article text",)),
    _packed("a.atom", ATOM.encode(), "Atom", ("a.atom#1",)),
    _packed("a.nitf", NITF.encode(), "NITF", knows=_NO_ADDRESS),
    _packed("nitf.xml", NITF.encode(), "NITF", knows=_NO_ADDRESS),
    _packed(
        "a.newsml",
        NEWSML.encode(),
        "NewsML-G2",
        ("a.newsml#1",),
        knows=_NO_ADDRESS,
        skipped=("a.newsml#2: a news item without",),
    ),
    _packed("a.tei", TEI.encode(), "TEI", knows=_NO_ADDRESS),
    _packed("a.eml", MAIL.encode(), "mail", body=_FOLDED, knows=frozenset(("title", "published", "source"))),
    _packed("b.eml", MAIL_HTML.encode(), "mail", knows=frozenset(("title", "published", "source"))),
    _packed(
        "a.mbox",
        MBOX.encode(),
        "mailbox",
        ("a.mbox#1", "a.mbox#2"),
        body=_FOLDED,
        knows=frozenset(("title", "published", "source")),
    ),
    _packed(
        "europresse.html",
        EUROPRESSE.encode(),
        "Europresse",
        ("news·20240704·KV·1", "news·20240704·KV·2"),
        knows=_NO_ADDRESS,
        extra="html",
    ),
    _packed(
        "factiva.html",
        FACTIVA.encode(),
        "Factiva",
        ("PHARKV0020240704ek740001", "PHARKV0020240704ek740002"),
        knows=_NO_ADDRESS,
        extra="html",
    ),
    _packed("a.warc", warc(), "WARC", ("a.warc#4",), extra="warc"),
    _packed("a.warc.gz", gzip.compress(warc()), "WARC", ("a.warc.gz#4",), extra="warc"),
    _packed("a.pdf", pdf(), "PDF", knows=frozenset(("title", "published")), extra="pdf", body=SECOND),
)
TOLD = {"title": TITLE, "published": DATE, "source": SOURCE, "author": AUTHOR, "url": ADDRESS}


def twins(sample: Sample) -> Iterator[bytes]:
    """The same file, cut short, with a hole in it, and with something before it."""
    data = sample.data
    for share in (1, 2, 3):
        yield data[: len(data) * share // 4]
    middle = len(data) // 2
    yield data[:middle] + b"\0" * 40 + data[middle + 40 :]
    yield data[:middle] + b"\xff<\"'{[" + data[middle:]
    yield b"\n \n" + data
