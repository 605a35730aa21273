"""What a reader's browser may say to the framework."""

from urllib.parse import parse_qsl

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg

from ui.address import LEFT_OUT, MOST_PARAMETERS, overlong, whole_number
from ui.messages import FILES_AT_ONCE, LONGEST_QUERY, let_through

KINDS = [field.name for field in BackMsg.DESCRIPTOR.oneofs_by_name["type"].fields]


def message(kind: str) -> BackMsg:
    made = BackMsg()
    part = getattr(made, kind)
    if isinstance(part, bool):
        setattr(made, kind, True)
    else:
        part.SetInParent()
    return made


@pytest.mark.parametrize("kind", KINDS)
def test_only_what_a_reader_needs_goes_through(kind):
    """Every kind that the framework knows; a version that knows more fails nowhere, and lets nothing more through."""
    content = message(kind).SerializeToString()
    assert (let_through(content, takes_files=False) == content) == (kind in ("rerun_script", "stop_script"))
    assert (let_through(content, takes_files=True) == content) == (kind in ("rerun_script", "stop_script", "file_urls_request"))


def test_the_last_of_two_kinds_counts_as_it_does_for_the_framework():
    both = message("rerun_script").SerializeToString() + message("clear_cache").SerializeToString()
    assert let_through(both, takes_files=True) is None


def test_a_message_of_no_kind_goes_nowhere():
    assert let_through(b"", takes_files=True) is None


def test_what_is_no_message_is_said():
    with pytest.raises(ValueError, match="not a message"):
        let_through(b"not the protocol", takes_files=True)


@pytest.mark.parametrize(
    ("payload", "goes"), (("deferred_file", True), ("install_skills", False), ("dismiss_skills_nudge", False), ("dataframe_chunk", False))
)
def test_of_operations_only_downloads_go_through(payload, goes):
    operation = message("backend_operation_request")
    getattr(operation.backend_operation_request, payload).SetInParent()
    assert (let_through(operation.SerializeToString(), takes_files=False) is not None) == goes


def test_addresses_for_files_are_a_forms_worth():
    asked = message("file_urls_request")
    asked.file_urls_request.file_names.extend(["list.xlsx"] * FILES_AT_ONCE)
    assert let_through(asked.SerializeToString(), takes_files=True)
    asked.file_urls_request.file_names.append("list.xlsx")
    assert let_through(asked.SerializeToString(), takes_files=True) is None


@pytest.mark.parametrize("query", ("", "lang=sv&region=13", "&".join(["region=13"] * MOST_PARAMETERS), "q=" + "a" * (LONGEST_QUERY - 2)))
def test_addresses_of_a_links_length_stay_to_the_letter(query):
    asked = BackMsg()
    asked.rerun_script.query_string = query
    content = asked.SerializeToString()
    assert let_through(content, takes_files=False) == content


@pytest.mark.parametrize("query", ("&".join(["region=13"] * 5_000), "region=13&q=" + "a" * 20_000, "&" * 20_000, "a" * 20_000))
def test_longer_addresses_are_cut_between_parameters_and_say_so(query):
    asked = BackMsg()
    asked.rerun_script.query_string = query
    asked.rerun_script.page_name = "funding"
    content = let_through(asked.SerializeToString(), takes_files=False)
    cut = BackMsg.FromString(content).rerun_script
    pairs = parse_qsl(cut.query_string, keep_blank_values=True)
    assert cut.page_name == "funding" and pairs.pop() == (LEFT_OUT, "") and set(pairs) <= {("region", "13")}
    assert overlong([(LEFT_OUT, "")]) == ((LEFT_OUT, ""),)


@pytest.mark.parametrize(("written", "number"), (("2024", 2024), ("9" * 9, 999_999_999), ("9" * 10, None), ("9" * 5_000, None), ("", None),
                                                 ("-1", None), ("1.5", None), ("²", None), ("1e3", None)))  # fmt: skip
def test_numbers_of_addresses(written, number):
    assert whole_number(written) == number
