"""The file that the economy office opens in a spreadsheet."""

import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.results import csv_file


def test_a_swedish_spreadsheet_reads_letters_numbers_and_gaps() -> None:
    found = csv_file.written([["Åtgärd; två", 12, 0.625, 1.0, None]])
    assert found == b"\xef\xbb\xbf" + '"Åtgärd; två";12;0,625;1;\r\n'.encode()


@pytest.mark.parametrize(
    "text", ["=1+1", "+46", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("x")']
)
def test_no_text_is_taken_for_a_formula(text: str) -> None:
    assert csv_file.cell(text) == f"'{text}"


@given(st.lists(st.text(), min_size=1, max_size=4))
def test_every_text_comes_out_in_its_own_cell(texts: list[str]) -> None:
    file = csv_file.written([texts]).decode("utf-8-sig")
    [row] = list(csv.reader(StringIO(file, newline=""), delimiter=";"))
    assert [value.removeprefix("'") for value in row] == [text.removeprefix("'") for text in texts]
    assert not any(value.startswith(csv_file.FORMULA) for value in row)
