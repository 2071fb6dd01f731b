"""No small number is found in a table, not by subtraction either."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from portal.results.hiding import Cell, hidden, sums_to_hide

LEAST = 10
tables = st.tuples(st.integers(1, 4), st.integers(1, 4)).flatmap(
    lambda size: st.lists(
        st.integers(0, 40), min_size=size[0] * size[1], max_size=size[0] * size[1]
    ).map(lambda numbers: _table(size, numbers))
)


def _table(size: tuple[int, int], numbers: list[int]) -> dict[Cell, int]:
    cells = itertools.product("abcd"[: size[0]], "wxyz"[: size[1]])
    return dict(zip(cells, numbers, strict=True))


def test_a_small_cell_hides_one_beside_it_in_its_row_and_its_column() -> None:
    table = _table((2, 2), [3, 30, 40, 50])
    assert hidden(table, LEAST) == {("a", "w"), ("a", "x"), ("b", "w"), ("b", "x")}


def test_a_cell_in_which_nobody_is_may_be_shown() -> None:
    assert hidden(_table((1, 3), [0, 12, 13]), LEAST) == frozenset()


def test_a_row_with_nothing_to_hide_beside_keeps_its_sum_back() -> None:
    table = _table((1, 2), [3, 0])
    cells = hidden(table, LEAST)
    assert cells == {("a", "w")}
    assert (0, "a") in sums_to_hide(table, cells, LEAST)


@given(tables)
def test_everything_shown_is_large_enough_and_nothing_hidden_can_be_worked_out(
    table: dict[Cell, int],
) -> None:
    cells = hidden(table, LEAST)
    assert all(
        number == 0 or number >= LEAST for cell, number in table.items() if cell not in cells
    )
    without_sum = sums_to_hide(table, cells, LEAST)
    for side, names in ((0, "abcd"), (1, "wxyz")):
        for name in names:
            hides = [cell for cell in cells if cell[side] == name]
            if hides and (side, name) not in without_sum:
                assert len(hides) >= 2
                assert sum(table[cell] for cell in hides) >= LEAST
