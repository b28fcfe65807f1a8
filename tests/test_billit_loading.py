import json
import re
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ubltools.billit import dump, load, load_value, to_json
from ubltools.billit.faults import MOST_OF_A_KIND
from ubltools.errors import InputError, NotAnOrder
from ubltools.finding import Severity

ORDER = {
    "OrderType": "Invoice",
    "OrderDirection": "Income",
    "OrderNumber": "2026-17",
    "OrderDate": "2026-01-31",
    "ExpiryDate": "2026-03-02",
    "Customer": {
        "Name": "Bakkerij Peeters",
        "VATNumber": "BE0403170701",
        "Identifiers": [{"IdentifierType": "CBE", "Identifier": "0403170701"}],
        "Addresses": [
            {"AddressType": "InvoiceAddress", "Street": "Markt", "StreetNumber": "1", "Zipcode": "9000"}
        ],
    },
    "CustomFields": {"Invoice.Note": "thank you"},
    "OrderLines": [
        {"Quantity": 2, "UnitPriceExcl": 3.75, "Description": "Bread", "VATPercentage": 6},
        {"Quantity": 1, "UnitPriceExcl": 10, "Description": "Cake", "VATPercentage": 6},
    ],
}


def text_of(order=ORDER, **changes):
    return json.dumps({**order, **changes}).encode()


def found(loaded):
    return [(finding.rule, finding.location.json_path) for finding in loaded.findings]


def with_raw(key, literal):
    """The order with a literal piece of JSON under a key."""
    rest = {name: value for name, value in ORDER.items() if name != key}
    return (json.dumps(rest)[:-1] + f', "{key}": {literal}}}').encode()


def line_with(key, literal):
    return with_raw("OrderLines", f'[{{"Description": "x"}}, {{"{key}": {literal}}}]')


def test_a_clean_order_has_no_findings():
    loaded = load(text_of())
    assert loaded.findings == ()
    assert loaded.order.customer.vat_number == "BE0403170701"
    assert loaded.order.order_lines[0].unit_price_excl == Decimal("3.75")
    assert loaded.item["OrderDate"] == date(2026, 1, 31)
    assert loaded.item["CustomFields"] == {"Invoice.Note": "thank you"}


def test_the_item_is_plain_and_in_model_order():
    loaded = load(text_of())
    assert list(loaded.item)[:5] == ["OrderType", "OrderDirection", "OrderNumber", "OrderDate", "ExpiryDate"]
    assert loaded.item == dump(loaded.order)
    assert type(loaded.item["OrderLines"][0]) is dict


def test_dates_and_timestamps():
    loaded = load(
        text_of(OrderDate="2026-01-31T23:30:00.1234567+02:00", Created="2026-01-31T08:00:00.1234567")
    )
    assert loaded.order.order_date == date(2026, 1, 31)
    assert loaded.order.created == datetime(2026, 1, 31, 8, 0, 0, 123456)


def test_a_wrapped_order_keeps_paths_from_the_order_itself():
    inner = {**ORDER, "Colour": "red", "OrderDate": "soon"}
    loaded = load(json.dumps({"TransportType": "Peppol", "Order": inner}).encode())
    assert found(loaded) == [
        ("UBLT-ORDER-UNWRAPPED", "$"),
        ("UBLT-UNKNOWN-KEY", "$.Colour"),
        ("UBLT-ORDER-VALUE", "$.OrderDate"),
    ]


@pytest.mark.parametrize(
    ("data", "path", "words"),
    [
        (line_with("Quantity", '"abc"'), "$.OrderLines[1].Quantity", '"abc", which is not a number'),
        (line_with("Quantity", "true"), "$.OrderLines[1].Quantity", "true, which is not a number"),
        (line_with("Quantity", "1e400"), "$.OrderLines[1].Quantity", "too many digits"),
        (line_with("Quantity", "1e99999999999999999999"), "$.OrderLines[1].Quantity", "too many digits"),
        (line_with("Quantity", "9" * 5000), "$.OrderLines[1].Quantity", "too many digits"),
        (line_with("Quantity", "NaN"), "$.OrderLines[1].Quantity", "NaN, which is not a number"),
        (line_with("Description", "{}"), "$.OrderLines[1].Description", "an object, which is not a text"),
        (line_with("InclLeading", "1"), "$.OrderLines[1].InclLeading", "neither true nor false"),
        (line_with("CustomFields", '{"a b": []}'), "$.OrderLines[1].CustomFields['a b']", "not a text"),
        (line_with("Colour", "NaN"), "$.OrderLines[1].Colour", "not a number"),
        (with_raw("OrderLines", "{}"), "$.OrderLines", "not a list"),
        (with_raw("OrderLines", "[5]"), "$.OrderLines[0]", "not an object"),
        (with_raw("Customer", '"me"'), "$.Customer", "not an object"),
        (with_raw("OrderDate", '"2026-02-30"'), "$.OrderDate", "no date of the calendar"),
        (with_raw("OrderDate", '"31/01/2026"'), "$.OrderDate", "not a date"),
        (with_raw("OrderType", '"invoice"'), "$.OrderType", "which Billit does not know"),
        (with_raw("Comments", r'"\ud83d"'), "$.Comments", "half of a character"),
        (with_raw("Messages", '[{"x": 1e99}]'), "$.Messages[0].x", "too many digits"),
        (with_raw("Signature", '{"x": [1e99]}'), "$.Signature", "no number"),
    ],
)
def test_a_value_that_does_not_fit_is_fatal_and_has_a_path(data, path, words):
    loaded = load(data)
    finding = next(each for each in loaded.findings if each.rule == "UBLT-ORDER-VALUE")
    assert (loaded.item, loaded.order) == (None, None)
    assert finding.severity is Severity.FATAL
    assert finding.location.json_path == path
    assert words in finding.message
    assert len(finding.message) < 120


def test_all_faults_are_told_at_once_with_what_is_missing():
    loaded = load(b'{"OrderType": "Bill", "OrderLines": [{"Quantity": "x"}, {"UnitPriceExcl": "y"}]}')
    assert found(loaded) == [
        ("UBLT-ORDER-VALUE", "$.OrderType"),
        ("UBLT-ORDER-VALUE", "$.OrderLines[0].Quantity"),
        ("UBLT-ORDER-VALUE", "$.OrderLines[1].UnitPriceExcl"),
        ("UBLT-ORDER-MISSING", "$.OrderDirection"),
        ("UBLT-ORDER-MISSING", "$.OrderDate"),
        ("UBLT-ORDER-MISSING", "$.ExpiryDate"),
        ("UBLT-ORDER-MISSING", "$.OrderNumber"),
    ]


@pytest.mark.parametrize(
    ("key", "severity"),
    [
        ("OrderType", Severity.FATAL),
        ("OrderDirection", Severity.FATAL),
        ("OrderDate", Severity.FATAL),
        ("ExpiryDate", Severity.WARNING),
        ("OrderNumber", Severity.WARNING),
    ],
)
def test_missing_keys(key, severity):
    for data in (with_raw(key, "null"), text_of({name: ORDER[name] for name in ORDER if name != key})):
        loaded = load(data)
        assert found(loaded) == [("UBLT-ORDER-MISSING", f"$.{key}")]
        assert loaded.findings[0].severity is severity
        assert loaded.order is not None


@pytest.mark.parametrize("literal", ["[]", "null"])
def test_no_lines(literal):
    loaded = load(with_raw("OrderLines", literal))
    assert found(loaded) == [("UBLT-NO-LINES", "$.OrderLines")]
    assert loaded.findings[0].severity is Severity.FATAL


@pytest.mark.parametrize(
    ("key", "hint"),
    [
        ("Zip", "Billit reads Zipcode."),
        ("PostalCode", "Billit reads Zipcode."),
        ("StreetNumer", "The nearest key that Billit documents is StreetNumber."),
        ("Xyzzy", None),
        ("x" * 50, None),
    ],
)
def test_unknown_keys_are_kept_and_reported(key, hint):
    loaded = load(text_of(Customer={"Name": "x", "Addresses": [{key: "9000"}]}))
    assert found(loaded) == [("UBLT-UNKNOWN-KEY", f"$.Customer.Addresses[0].{key}")]
    assert loaded.findings[0].severity is Severity.WARNING
    assert loaded.findings[0].hint == hint
    assert loaded.item["Customer"]["Addresses"] == [{key: "9000"}]
    assert loaded.order.customer.addresses[0].zipcode is None
    assert loaded.order.customer.addresses[0].model_extra == {key: "9000"}


def test_python_names_are_not_billit_keys():
    loaded = load(text_of(order_title="x"))
    assert found(loaded) == [("UBLT-UNKNOWN-KEY", "$.order_title")]
    assert loaded.order.order_title is None
    assert loaded.item["order_title"] == "x"


def test_what_billit_reports_about_sending_may_hold_unknown_keys():
    loaded = load(
        text_of(Messages=[{"fileid": "x", "Novelty": [1]}], CurrentDocumentDeliveryDetails={"N": 1})
    )
    assert loaded.findings == ()
    assert loaded.item["Messages"] == [{"FileID": "x", "Novelty": [1]}]


def test_repeated_keys():
    loaded = load(b'{"OrderNumber": "1", "OrderLines": [{"Code": "a", "Code": "b"}], "ORDERNUMBER": "2"}')
    repeats = [each for each in found(loaded) if each[0] == "UBLT-DUPLICATE-KEY"]
    assert repeats == [
        ("UBLT-DUPLICATE-KEY", "$.OrderLines[0].Code"),
        ("UBLT-DUPLICATE-KEY", "$.OrderNumber"),
    ]
    assert loaded.item["OrderNumber"] == "2"
    assert loaded.item["OrderLines"] == [{"Code": "b"}]


def test_repeated_custom_fields_have_a_path_too():
    loaded = load(with_raw("CustomFields", '{"Invoice.Note": "a", "Invoice.Note": "b"}'))
    assert found(loaded) == [("UBLT-DUPLICATE-KEY", "$.CustomFields['Invoice.Note']")]


def test_a_flood_of_findings_is_counted():
    loaded = load(text_of(OrderLines=[{"Quantity": "x", "Colour": "red"}] * (MOST_OF_A_KIND + 5)))
    by_rule = [finding.rule for finding in loaded.findings]
    assert by_rule.count("UBLT-ORDER-VALUE") == MOST_OF_A_KIND + 1
    assert sum("5 more findings" in finding.message for finding in loaded.findings) == 2


def test_a_text_may_be_written_as_number():
    loaded = load(with_raw("OrderNumber", "20260017"))
    assert loaded.item["OrderNumber"] == "20260017"


def test_parsed_json_loads_too_but_not_with_floats():
    assert load_value({**ORDER, "OrderLines": [{"Quantity": 1}]}).item["OrderNumber"] == "2026-17"
    assert found(load_value(ORDER)) == [("UBLT-ORDER-VALUE", "$.OrderLines[0].UnitPriceExcl")]
    with pytest.raises(NotAnOrder):
        load_value([ORDER])


# Laws

numbers = st.from_regex(r"(0|-?[1-9][0-9]{0,14})(\.[0-9]{1,20})?", fullmatch=True)
texts = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=12)
days = st.dates().map(lambda day: json.dumps(day.isoformat()))
flags = st.sampled_from(["true", "false"])
quoted = texts.map(json.dumps)


def objects(**fields):
    """JSON texts of objects with some of the keys."""
    made = st.fixed_dictionaries({}, optional=fields)
    return made.map(lambda pairs: "{" + ", ".join(f'"{key}": {held}' for key, held in pairs.items()) + "}")


def lists(inner):
    return st.lists(inner, max_size=3).map(lambda held: "[" + ", ".join(held) + "]")


custom = st.dictionaries(texts, quoted | numbers | flags, max_size=3).map(
    lambda held: "{" + ", ".join(f"{json.dumps(key)}: {value}" for key, value in held.items()) + "}"
)
addresses = objects(AddressType=quoted, Street=quoted, Zipcode=quoted | numbers, CountryCode=quoted)
parties = objects(
    Name=quoted,
    VATNumber=quoted,
    Addresses=lists(addresses),
    VATLiable=flags,
    CustomFields=custom,
    Nr=numbers,
)
lines = objects(
    Quantity=numbers,
    UnitPriceExcl=numbers | numbers.map(json.dumps),
    Description=quoted,
    VATPercentage=numbers,
    CustomFields=custom,
    AllowanceChargeIndicator=flags,
)
orders = objects(
    OrderType=st.sampled_from(['"Invoice"', '"CreditNote"']),
    OrderDate=days,
    OrderNumber=quoted,
    Customer=parties,
    OrderLines=lists(lines),
    VatGroups=lists(objects(VATPercentage=numbers, Mtvh=numbers)),
    ToPay=numbers,
    CustomFields=custom,
    Created=st.datetimes().map(lambda when: json.dumps(when.isoformat())),
    Messages=lists(objects(FileID=quoted, Success=flags)),
).map(lambda text: '{"OrderDirection": "Income"' + (", " if len(text) > 2 else "") + text[1:])

TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+')


@given(orders)
def test_item_and_model_hold_the_same(text):
    loaded = load(text.encode())
    assert loaded.item is not None
    assert dump(loaded.order) == loaded.item


@given(orders)
def test_writing_and_reading_again_changes_nothing(text):
    first = load(text.encode())
    written = to_json(first.order)
    second = load(written.encode())
    assert second.item == first.item
    assert to_json(second.item) == written


@given(orders, st.randoms(use_true_random=False))
def test_capitals_of_keys_never_matter(text, random):
    def shuffled(value, verbatim=False):
        if isinstance(value, list):
            return [shuffled(each) for each in value]
        if not isinstance(value, dict):
            return value
        mixed = {}
        for key, held in value.items():
            written = key if verbatim else "".join(random.choice([c.lower(), c.upper()]) for c in key)
            mixed[written] = shuffled(held, verbatim=key == "CustomFields")
        return mixed

    plain = json.loads(text, parse_float=Decimal)
    assert load_value(shuffled(plain)).item == load_value(plain).item


@given(orders, st.randoms(use_true_random=False))
def test_comments_blanks_and_trailing_commas_never_matter(text, random):
    junk = ["", " ", "\n", '/* "," } */', '// ] "\n', "\t/**/ "]
    tokens = TOKEN.findall(text)
    noisy = []
    for before, token in zip(["{", *tokens], tokens, strict=False):
        if token in "]}" and before not in "[{":
            noisy += [random.choice(["", ","]), random.choice(junk)]
        noisy += [random.choice(junk), token]
    assert load("".join(noisy).encode()).item == load(text.encode()).item


@given(numbers)
def test_numbers_keep_their_digits(text):
    written = to_json(load(line_with("Quantity", text)).item)
    assert f'"Quantity": {text}\n' in written


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.decimals() | st.floats() | st.text(),
        lambda inner: (
            st.lists(inner)
            | st.dictionaries(
                st.sampled_from(
                    ["OrderLines", "customer", "Quantity", "CustomFields", "OrderDate", "Zip", "Tags"]
                )
                | st.text(),
                inner,
            )
        ),
        max_leaves=20,
    )
)
def test_no_json_value_makes_it_crash(value):
    try:
        loaded = load_value({"OrderLines": value} if not isinstance(value, dict) else value)
    except InputError:
        return
    assert (loaded.item is None) == any(f.rule == "UBLT-ORDER-VALUE" for f in loaded.findings)
    assert loaded.item is None or dump(loaded.order) == loaded.item
