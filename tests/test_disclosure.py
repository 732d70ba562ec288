"""Small counts: no hidden cell can be computed from what is published, checked by trying all tables."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layers.disclosure import Mark, Published, publish

SMALL, WITHHELD = Mark.SMALL, Mark.WITHHELD


def tables(rows: int, columns: int, highest: int):
    row = st.lists(st.integers(0, highest), min_size=columns, max_size=columns)
    return st.lists(row, min_size=rows, max_size=rows)


def fits(shown, value: int) -> bool:
    if shown is SMALL:
        return 1 <= value <= 4
    return value >= 5 if shown is WITHHELD else value == shown


def possible_values(published: Published, beyond: int = 3) -> dict[tuple[int, int], set[int]]:
    """Return every value that each hidden cell (totals included) has in some table that fits.

    Withheld cells are tried up to a little above the largest number in sight, small ones from 1 to 4; the
    totals are then what they are, so this knows nothing of networks.
    """
    cells = published.cells
    rows, columns = len(cells), len(cells[0])
    hidden = [(i, j) for i in range(rows) for j in range(columns) if isinstance(cells[i][j], Mark)]
    seen: dict[tuple[int, int], set[int]] = {}
    ranges = [range(1, 5) if cells[i][j] is SMALL else range(5, 12 + beyond) for i, j in hidden]
    for values in itertools.product(*ranges):
        table = [list(row) for row in cells]
        for (i, j), value in zip(hidden, values, strict=True):
            table[i][j] = value
        sums = [sum(row) for row in table]
        downs = [sum(column) for column in zip(*table, strict=True)]
        if published.row_totals is not None:
            pairs = zip(
                [*published.row_totals, *published.column_totals, published.total],
                [*sums, *downs, sum(sums)],
                strict=True,
            )
            if not all(fits(shown, value) for shown, value in pairs):
                continue
        for (i, j), value in zip(hidden, values, strict=True):
            seen.setdefault((i, j), set()).add(value)
        if published.row_totals is not None:
            for i, shown in enumerate(published.row_totals):
                if isinstance(shown, Mark):
                    seen.setdefault((i, columns), set()).add(sums[i])
            for j, shown in enumerate(published.column_totals):
                if isinstance(shown, Mark):
                    seen.setdefault((rows, j), set()).add(downs[j])
            if isinstance(published.total, Mark):
                seen.setdefault((rows, columns), set()).add(sum(sums))
    return seen


@settings(max_examples=250, deadline=None)
@given(st.one_of(tables(2, 2, 12), tables(1, 3, 12), tables(2, 2, 5), tables(3, 1, 6), tables(1, 1, 8)))
def test_no_hidden_cell_can_be_computed(counts):
    published = publish(counts)
    for row, shown_row in zip(counts, published.cells, strict=True):
        for count, shown in zip(row, shown_row, strict=True):
            assert fits(shown, count)
            assert (shown is SMALL) == (0 < count < 5)
            assert not (count == 0 and isinstance(shown, Mark))
    for cell, values in possible_values(published).items():
        assert len(values) > 1, cell


@settings(max_examples=40, deadline=None)
@given(tables(3, 2, 7))
def test_no_hidden_cell_of_a_larger_table_can_be_computed(counts):
    for cell, values in possible_values(publish(counts), beyond=-2).items():
        assert len(values) > 1, cell


@given(tables(12, 6, 9))
@settings(max_examples=25, deadline=None)
def test_what_is_published_is_true_and_every_total_belongs_to_its_cells(counts):
    published = publish(counts)
    assert all(
        fits(shown, count)
        for row, shown_row in zip(counts, published.cells, strict=True)
        for count, shown in zip(row, shown_row, strict=True)
    )
    if published.row_totals is None:
        return
    for row, shown_row, total in zip(counts, published.cells, published.row_totals, strict=True):
        assert fits(total, sum(row))
        hidden = sum(isinstance(shown, Mark) for shown in shown_row)
        # One hidden cell beside a published total would be the difference.
        assert hidden != 1 or isinstance(total, Mark)


def test_the_only_small_cell_takes_the_cheapest_others_with_it():
    published = publish([[3, 20, 30], [6, 9, 40], [50, 60, 70]])
    assert published.cells == [[SMALL, WITHHELD, 30], [WITHHELD, WITHHELD, 40], [50, 60, 70]]
    assert published.row_totals == [53, 55, 180]
    assert published.column_totals == [59, 89, 140]
    assert published.total == 288


def test_nothing_small_nothing_hidden():
    published = publish([[0, 7], [5, 0]])
    assert published == Published([[0, 7], [5, 0]], [7, 5], [5, 7], 12)


def test_a_lone_case_hides_its_totals():
    published = publish([[0, 0], [0, 1]])
    assert published.cells == [[0, 0], [0, SMALL]]
    assert published.row_totals == [0, SMALL]
    assert published.total is SMALL


def test_unknown_stays_unknown_and_is_no_part_of_a_total():
    published = publish([[None, 7], [5, 8]])
    assert published.cells[0][0] is None
    assert published.row_totals == [7, 13]


@pytest.mark.parametrize("counts", [[], [[]], [[], []]])
def test_an_empty_table(counts):
    assert publish(counts).cells == counts
