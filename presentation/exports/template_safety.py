"""What an organisation's template must not bring into our decks: pictures of other places, programs, and links that run them."""

from collections.abc import Iterator
from typing import Any

from lxml import etree
from pptx.opc.constants import CONTENT_TYPE
from pptx.opc.package import Part, XmlPart
from pptx.oxml.ns import qn
from pptx.presentation import Presentation as Deck

_RELATIONS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
#: Last words of the types of relationships to programs, and to objects that other programs open.
_PROGRAMS = frozenset(
    {"vbaProject", "wordVbaData", "vbaProjectSignature", "vbaProjectSignatureAgile", "control", "activeXControlBinary", "oleObject", "package",
     "extensibility", "customUI", "attachedToolbars", "attachedTemplate", "webExtension", "webExtensionTaskpanes"}
)  # fmt: skip
_WEB = ("http://", "https://", "mailto:")
#: What a click may do besides opening an address: go to another slide.
_RUNS = ("ppaction://program", "ppaction://macro", "ppaction://ole", "ppaction://hlinkfile", "ppaction://hlinkpres")
#: What goes with a reference in it: a picture or an object whole, the fill of a shape, the action of a click.
_HOLDERS = tuple(qn(name) for name in ("p:pic", "p:graphicFrame", "p:control", "p:custData", "p:tags"))
_CLICKS = (qn("a:hlinkClick"), qn("a:hlinkHover"), qn("a:hlinkMouseOver"))


def made_safe(deck: Deck) -> bool:
    """Take out of a presentation what fetches something or runs something when it is opened or clicked.

    Returns:
        Whether there was something.
    """
    part = deck.part
    if part.content_type != CONTENT_TYPE.PML_PRESENTATION_MAIN:
        part._content_type = CONTENT_TYPE.PML_PRESENTATION_MAIN
    package_rels = part.package._rels
    changed = any([_drop(package_rels, rel_id) for rel_id, rel in list(package_rels.items()) if _is_unsafe(rel)])
    for each in list(_parts(part, set())):
        gone = {rel_id for rel_id, rel in each.rels.items() if _is_unsafe(rel)}
        if isinstance(each, XmlPart):
            changed = _without_references(each._element, gone) or changed
        elif gone and each.content_type.endswith("+xml"):
            # A theme, which python-pptx keeps as it came.
            root = etree.fromstring(each.blob, etree.XMLParser(resolve_entities=False, no_network=True))
            _without_references(root, gone)
            each._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        for rel_id in gone:
            changed = _drop(each.rels, rel_id)
    return changed


def _drop(relations: Any, rel_id: str) -> bool:
    relations.pop(rel_id)
    return True


def _is_unsafe(rel: Any) -> bool:
    kind = rel.reltype.rpartition("/")[2]
    if rel.is_external:
        return kind != "hyperlink" or not rel.target_ref.strip().lower().startswith(_WEB)
    return kind in _PROGRAMS


def _parts(part: Part, seen: set[int]) -> Iterator[Part]:
    """The part and all that can be reached from it."""
    if id(part) in seen:
        return
    seen.add(id(part))
    yield part
    for rel in list(part.rels.values()):
        if not rel.is_external:
            yield from _parts(rel.target_part, seen)


def _without_references(root: etree._Element, gone: set[str]) -> bool:
    """Take out what refers to a relationship that goes, and clicks that run something."""
    changed = False
    for element in list(root.iter(etree.Element)):
        refers = any(name.startswith(_RELATIONS) and value in gone for name, value in element.attrib.items())
        runs = element.tag in _CLICKS and (element.get("action") or "").lower().startswith(_RUNS)
        if (refers or runs) and _is_in(element, root):
            _take_out(element)
            changed = True
    return changed


def _is_in(element: etree._Element, root: etree._Element) -> bool:
    return element is root or any(ancestor is root for ancestor in element.iterancestors())


def _take_out(element: etree._Element) -> None:
    holder = next((one for one in (element, *element.iterancestors()) if one.tag in _HOLDERS), None)
    if element.tag in _CLICKS:
        holder = element
    elif holder is None:
        fill = next((one for one in (element, *element.iterancestors()) if one.tag == qn("a:blipFill")), None)
        if fill is not None:
            fill.addprevious(etree.Element(qn("a:noFill")))
        holder = fill if fill is not None else element
    parent = holder.getparent()
    if parent is not None:
        parent.remove(holder)
