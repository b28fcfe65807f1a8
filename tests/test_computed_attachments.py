"""Supporting documents: numbered references in their place, entries, files; and the contract."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.converting import again, at, rules, to_order, to_tree
from tests.orders import order
from ubltools.lens.rows import DERIVED_FROM, RENAMED
from ubltools.mapping.computed import attachments as of

PDF = {"FileName": "a.pdf", "FileContent": "QUJD"}  # the name says the type
IMAGE = {"FileName": "b", "MimeType": "image/png", "FileContent": "QUJD"}
ENTRY = {"ID": "E-1", "DocumentDescription": "Timesheet"}
OBJECT = {"ID": "METER-7", "DocumentType": "130"}
REFERENCE = "AdditionalDocumentReference"


def numbered(*numbers: int) -> dict[str, str]:
    return {f"{REFERENCE}{number}": f"N{number}" for number in numbers}


def picked(**document: Any) -> list[str]:
    """The identifier of every supporting document; of a file its name."""
    return [each.get("ID") or each["FileName"] for each in of.pick_documents(document, None)]


@pytest.mark.parametrize(
    ("fields", "entries", "expected"),
    [
        ([1, 2, 3], [], ["N1", "N2", "N3"]),
        ([10, 9, 1], [], ["N1", "N9", "N10"]),  # by number, gaps closed
        ([2], [ENTRY], ["E-1", "N2"]),
        ([1, 3], [ENTRY, OBJECT], ["N1", "E-1", "N3", "METER-7"]),
        ([5], [ENTRY], ["E-1", "N5"]),
        ([], [ENTRY, OBJECT], ["E-1", "METER-7"]),
        ([], [], []),
    ],
)
def test_a_number_is_a_place(fields, entries, expected):
    assert picked(CustomFields=numbered(*fields), AdditionalDocumentReference=entries) == expected


def test_files_come_after_entries_and_only_with_their_content():
    empty = {"FileName": "c.pdf"}
    assert picked(
        OrderPDF=PDF,
        Attachments=[empty, IMAGE],
        AdditionalDocumentReference=[ENTRY],
        CustomFields=numbered(1),
    ) == ["N1", "E-1", "a.pdf", "b"]


@pytest.mark.parametrize(
    "key",
    [f"{REFERENCE}0001x", REFERENCE, f"{REFERENCE}12345", f"{REFERENCE}-1", "additionaldocumentreference1"],
)
def test_a_key_that_is_no_number_is_no_reference(key):
    assert picked(CustomFields={key: "x"}) == []


def test_a_number_without_a_value_is_no_reference():
    assert picked(CustomFields={f"{REFERENCE}1": "", f"{REFERENCE}2": "x"}) == ["x"]


def test_two_keys_of_one_number_are_one_reference_and_one_report():
    fields = {f"{REFERENCE}1": "a", f"{REFERENCE}01": "b"}
    tree, findings = to_tree(order(CustomFields=fields))
    (written,) = at(tree, f"{REFERENCE}/ID")
    (left,) = (f"$.CustomFields.{key}" for key, value in fields.items() if value != written)
    assert rules(findings) == [("UBLT-UNMAPPED", left)]


@pytest.mark.parametrize(
    ("item", "mime"),
    [
        ({"FileName": "a.pdf"}, "application/pdf"),
        ({"FileName": "A.PDF"}, "application/pdf"),
        ({"FileName": "a.b.csv"}, "text/csv"),
        ({"FileName": "a.pdf", "MimeType": "image/png"}, "image/png"),
        ({"FileName": "a.docx"}, None),
        ({"FileName": "pdf"}, "application/pdf"),
        ({}, None),
    ],
)
def test_the_type_of_a_file(item, mime):
    assert of.mime_type(item, None) == mime


# In a document, and back


def documents(tree) -> list[tuple[str, str | None, str | None, str | None]]:
    """Identifier, type code, description and file name of every supporting document."""
    ends = ("ID", "DocumentTypeCode", "DocumentDescription")
    found = []
    for each in tree.iterfind(f"{{*}}{REFERENCE}"):
        file = each.find(".//{*}EmbeddedDocumentBinaryObject")
        texts = tuple(each.findtext(f"{{*}}{end}") for end in ends)
        found.append((*texts, None if file is None else file.get("filename")))
    return found


def test_every_kind_of_supporting_document_in_its_place():
    given = {
        "CustomFields": numbered(1, 3),
        "AdditionalDocumentReference": [ENTRY, OBJECT],
        "OrderPDF": PDF,
        "Attachments": [IMAGE],
    }
    tree, read = again(order(**given))
    assert documents(tree) == [
        ("N1", None, None, None),
        ("E-1", None, "Timesheet", None),
        ("N3", None, None, None),
        ("METER-7", "130", None, None),
        ("a.pdf", None, None, "a.pdf"),
        ("b", None, None, "b"),
    ]
    assert {key: read[key] for key in given} == given


@pytest.mark.parametrize("kind", ["Invoice", "CreditNote"])
def test_a_document_of_type_50_is_the_project_of_a_credit_note_only(kind):
    entry = {"ID": "P-7", "DocumentType": "50"}
    tree, read = again(order(OrderType=kind, AdditionalDocumentReference=[entry]))
    assert documents(tree) == [("P-7", "50", None, None)]
    if kind == "Invoice":
        assert read["AdditionalDocumentReference"] == [entry]
    else:
        assert read["CustomFields"]["CreditNote.ProjectReference.ID.Text"] == "P-7"


def test_an_entry_with_a_file():
    entry = {"ID": "E-1", "DocumentDescription": "Plan", "Attachment": {**PDF, "FileID": "guid"}}
    tree, findings = to_tree(order(AdditionalDocumentReference=[entry]))
    assert documents(tree) == [("E-1", None, "Plan", "a.pdf")]
    content = f"{REFERENCE}/Attachment/EmbeddedDocumentBinaryObject"
    assert (at(tree, content), at(tree, f"{content}/@mimeCode")) == (["QUJD"], ["application/pdf"])
    assert "$.AdditionalDocumentReference[0].ID" not in [place for _, place in rules(findings)]


def test_two_pdfs_and_a_file_that_is_none():
    """One PDF is that of the order; every other file is an attachment."""
    second = {**PDF, "FileName": "second.pdf"}
    read = again(order(OrderPDF=PDF, Attachments=[IMAGE, second]))[1]
    assert (read["OrderPDF"], read["Attachments"]) == (PDF, [IMAGE, second])
    alone = again(order(Attachments=[IMAGE]))[1]
    assert "OrderPDF" not in alone


def test_the_identifier_of_a_file_that_is_not_its_name_is_reported():
    tree, _ = to_tree(order(OrderPDF=PDF))
    tree.find(f"{{*}}{REFERENCE}/{{*}}ID").text = "BE1_1_2026.pdf"
    read, findings = to_order(tree)
    assert read["OrderPDF"] == PDF
    assert rules(findings) == [("UBLT-UNMAPPED", f"/Invoice/cac:{REFERENCE}/cbc:ID")]


kinds = st.sampled_from(["number", "entry", "object", "pdf", "image"])


@given(st.lists(kinds, max_size=6))
def test_references_keep_their_order(kinds):
    """Files excepted, which an order holds apart."""
    document: dict[str, Any] = {"OrderType": "Invoice"}
    for at_, kind in enumerate(kinds):
        read = {
            "number": {"ID": f"N{at_}"},
            "entry": {"ID": f"E{at_}", "DocumentDescription": "x"},
            "object": {"ID": f"O{at_}", "DocumentType": "130"},
            "pdf": {**PDF, "FileName": f"{at_}.pdf"},
            "image": {**IMAGE, "FileName": f"{at_}.png"},
        }[kind]
        of.put_document(document, document, read)
    names = {"number": "N{}", "entry": "E{}", "object": "O{}", "pdf": "{}.pdf", "image": "{}.png"}
    wanted = [names[kind].format(at_) for at_, kind in enumerate(kinds)]
    assert sorted(picked(**document)) == sorted(wanted)
    if not {"pdf", "image"} & set(kinds):
        assert picked(**document) == wanted


# The contract


KEYS = ("CustomFields['CreditNote.C']", "CustomFields['Invoice.C']")
ENTRIES = {"ContractDocumentReference": [{"ID": "c1"}, {"ID": "c2"}]}


@pytest.mark.parametrize(
    ("document", "value", "key"),
    [
        ({"CustomFields": {"CreditNote.C": "a", "Invoice.C": "b"}, **ENTRIES}, "a", KEYS[0]),
        ({"CustomFields": {"CreditNote.C": "", "Invoice.C": "b"}}, "b", KEYS[1]),
        (ENTRIES, "c1", "ID"),
        ({"ContractDocumentReference": [{}]}, None, None),
        ({}, None, None),
    ],
)
def test_the_contract(document, value, key):
    found = of.contract_picker(*KEYS)(document, None)
    assert [each[of.VALUE] for each in found] == ([value] if value else [])
    if found:
        source = document["ContractDocumentReference"][0] if key == "ID" else document
        assert found[0][DERIVED_FROM] is source and found[0][RENAMED] == {of.VALUE: key}


def test_a_contract_in_the_array_is_written_and_a_second_one_reported():
    tree, findings = to_tree(order(**ENTRIES))
    assert at(tree, "ContractDocumentReference/ID") == ["c1"]
    assert rules(findings) == [("UBLT-UNMAPPED", "$.ContractDocumentReference[1]")]


def test_the_first_contract_that_was_read_is_kept():
    document: dict[str, Any] = {}
    put = of.contract_putter(KEYS[0])
    for read in ({}, {of.VALUE: "a"}, {of.VALUE: "b"}):
        put({}, document, read)
    assert document == {"CustomFields": {"CreditNote.C": "a"}}
