"""Our schema of the ApplicationResponse: the order and number of its elements, and where it finds the rest.

What is expected comes from the UBL 2.1 specification of the document, not from the schema.
"""

import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.peppol import PREFIXES
from tests.response_documents import WHOLE
from ubltools import xml
from ubltools.errors import RulesBroken
from ubltools.finding import Finding
from ubltools.names import APPLICATION_RESPONSE, EXT
from ubltools.validation import schemas, xsd
from ubltools.validation.release import by_id, files_of

RELEASE = by_id("application-response-2.1")
PARTY = "<cac:PartyName><cbc:Name>n</cbc:Name></cac:PartyName>"
REFERENCE = "<cac:DocumentReference><cbc:ID>1</cbc:ID></cac:DocumentReference>"
EXTENSION = (
    '<ext:UBLExtension><ext:ExtensionContent><x xmlns="urn:x"/></ext:ExtensionContent></ext:UBLExtension>'
)
MANY = 1_000  # stands for any number

# Name, how often at least, how often at most, something it may hold.
CHILDREN = [
    ("ext:UBLExtensions", 0, 1, EXTENSION),
    ("cbc:UBLVersionID", 0, 1, "2.1"),
    ("cbc:CustomizationID", 0, 1, "c"),
    ("cbc:ProfileID", 0, 1, "p"),
    ("cbc:ProfileExecutionID", 0, 1, "e"),
    ("cbc:ID", 1, 1, "1"),
    ("cbc:UUID", 0, 1, "u"),
    ("cbc:IssueDate", 1, 1, "2026-11-30"),
    ("cbc:IssueTime", 0, 1, "14:30:00Z"),
    ("cbc:ResponseDate", 0, 1, "2026-11-30"),
    ("cbc:ResponseTime", 0, 1, "14:30:00"),
    ("cbc:Note", 0, MANY, "n"),
    ("cbc:VersionID", 0, 1, "1"),
    ("cac:Signature", 0, MANY, "<cbc:ID>1</cbc:ID>"),
    ("cac:SenderParty", 1, 1, PARTY),
    ("cac:ReceiverParty", 1, 1, PARTY),
    ("cac:DocumentResponse", 0, MANY, f"<cac:Response/>{REFERENCE}"),
]
ORDER = [name for name, *_ in CHILDREN]
INSIDE = {name: content for name, _, _, content in CHILDREN}


def document(*names: str) -> bytes:
    content = "".join(f"<{name}>{INSIDE[name]}</{name}>" for name in names)
    top = f'xmlns="{APPLICATION_RESPONSE}" xmlns:ext="{EXT}" {PREFIXES}'
    return f"<ApplicationResponse {top}>{content}</ApplicationResponse>".encode()


def found(data: bytes) -> tuple[Finding, ...]:
    return xsd.check(xml.parse(data), RELEASE)


def test_every_element_that_there_may_be() -> None:
    assert found(document(*ORDER)) == ()
    most = [name for name, _, most, _ in CHILDREN for _ in range(min(most, 3))]
    assert found(document(*most)) == ()
    assert found(document(*(name for name, least, _, _ in CHILDREN if least))) == ()


@pytest.mark.parametrize("release", WHOLE)
def test_the_messages_of_the_other_tests_are_valid(release: str) -> None:
    assert found(WHOLE[release].encode()) == ()


@pytest.mark.parametrize("name", ORDER)
def test_how_often_an_element_may_be_there(name: str) -> None:
    _, least, most, _ = next(each for each in CHILDREN if each[0] == name)
    others = [[each] * (each != name) for each in ORDER]
    for times in (0, 1, 2, 3):
        others[ORDER.index(name)] = [name] * times
        valid = found(document(*(each for group in others for each in group))) == ()
        assert valid is (least <= times <= most)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(ORDER), min_size=3, max_size=20))
def test_order_and_number_decide(names: list[str]) -> None:
    required = ["cbc:ID", "cbc:IssueDate", "cac:SenderParty", "cac:ReceiverParty"]
    for names_ in (names, sorted({*names, *required}, key=ORDER.index)):
        in_order = sorted(names_, key=ORDER.index) == names_
        in_number = all(least <= names_.count(name) <= most for name, least, most, _ in CHILDREN)
        assert (found(document(*names_)) == ()) is (in_order and in_number)


def test_a_mistake_is_explained() -> None:
    (missing,) = found(document("cbc:ID", "cac:SenderParty", "cac:ReceiverParty"))
    assert missing.message.endswith("cbc:IssueDate is missing before cac:SenderParty.")
    (foreign,) = found(document(*ORDER).replace(b"cbc:UUID>", b"cbc:DueDate>"))
    assert foreign.message == "cbc:DueDate does not belong in ApplicationResponse."
    (value,) = found(document(*ORDER).replace(b"14:30:00Z", b"half past two"))
    assert value.message.startswith('cbc:IssueTime holds "half past two"; it must be a time')


def test_the_components_are_found_wherever_the_package_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved = {}
    for name, path in files_of(RELEASE).items():
        moved[name] = tmp_path / "a folder, é" / "100%25 #1" / name
        moved[name].parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, moved[name])
    monkeypatch.setattr(schemas, "files_of", lambda _: moved)
    own = moved["application-response.xsd"]
    assert schemas.whole(own, RELEASE).validate(xml.parse(document(*ORDER)).root)
    assert xsd._xmlschema(own, RELEASE).is_valid(xml.parse(document(*ORDER)).root)


def test_a_component_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    own = tmp_path / "own.xsd"
    text = files_of(RELEASE)["application-response.xsd"].read_text("utf-8")
    own.write_text(text.replace("facturx/", "elsewhere/"), encoding="utf-8")
    with pytest.raises(RulesBroken, match=r"own\.xsd cannot be used"):
        schemas.whole(own, RELEASE)
