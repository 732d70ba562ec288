"""What open pages ask: the pulse and the difference; nothing is skipped when two write at once."""

from __future__ import annotations

import random
import threading

import pytest
from django.db import connection, connections

from gis_app.border.board import handling
from gis_app.border.board.changes import board, changes
from gis_app.border.board.choosing import Choice
from gis_app.border.board.pulse import PATH, Pulse, token_for
from gis_app.border.board.recording import newest_number
from gis_app.border.board.steps import Act
from gis_app.border.models import ReportStep

ALL = Choice(standing="all")


def ids(answer) -> set[str]:
    return {row["id"] for row in answer["rows"]}


@pytest.mark.django_db
class TestDifference:
    def test_a_page_gets_what_it_has_not_seen_and_only_that(self, force):
        first = force.report()
        page = board(force.east, ALL)
        assert changes(force.east, page["number"], ALL)["rows"] == []
        second = force.report(text="tin thứ hai")
        news = changes(force.east, page["number"], ALL)
        assert ids(news) == {str(second.pk)}
        handling.move(first.pk, Act.VERIFY, force.east)
        news = changes(force.east, news["number"], ALL)
        assert ids(news) == {str(first.pk)}
        assert "đang xác minh" in news["rows"][0]["html"]

    def test_a_hand_over_appears_with_the_receiver_and_stays_with_the_giver(self, force):
        report = force.confirmed()
        seen = newest_number()
        assert ids(board(force.police, ALL)) == set()
        handling.hand_over(report.pk, force.police.agency, force.east)
        (row,) = changes(force.police, seen, ALL)["rows"]
        assert row["mine"] is True
        assert "Đơn vị bạn phải xử lý" in row["html"]
        (row,) = changes(force.east, seen, ALL)["rows"]
        assert row["mine"] is False

    def test_what_no_longer_fits_the_choice_is_named_as_gone(self, force):
        report = force.taken_to("confirmed")
        seen = newest_number()
        handling.move(report.pk, Act.CLOSE, force.east, "xong")
        news = changes(force.east, seen, Choice())
        assert (ids(news), news["gone"]) == (set(), [str(report.pk)])

    def test_what_is_due_first_stands_first(self, force):
        slow = force.report(urgency="routine")
        quick = force.report(urgency="flash", text="gấp")
        assert [row["id"] for row in board(force.east, ALL)["rows"]] == [str(quick.pk), str(slow.pk)]

    def test_a_number_from_the_future_asks_for_the_whole_list(self, force):
        assert changes(force.east, 10**9, ALL)["again"] is True

    @pytest.mark.parametrize("since", ["", "-1", "1e3", "9" * 20, "²"])
    def test_a_broken_number_is_refused(self, force, signed_in, since):
        assert signed_in(force.east).get("/border/changes.json", {"since": since}).status_code == 400

    def test_broken_choices_are_passed_over(self, force, signed_in):
        address = "/border/?standing=x&kind=%00&urgency=9&days=abc"
        assert signed_in(force.east).get(address).status_code == 200


@pytest.mark.django_db
class TestPulse:
    def test_it_answers_the_newest_number_to_who_was_given_a_token(self, force, client):
        force.report()
        answer = client.get(PATH, {"token": token_for(force.east)})
        assert answer.content == b"1"
        assert answer["Cache-Control"] == "no-store"

    @pytest.mark.parametrize("token", ["", "1", "1:abc:def", "\x00"])
    def test_without_a_valid_token_it_says_nothing(self, force, client, token):
        answer = client.get(PATH, {"token": token})
        assert (answer.status_code, answer.content) == (403, b"")

    def test_many_questions_are_one_query(self, force, django_assert_num_queries):
        pulse = Pulse()
        with django_assert_num_queries(1):
            for _question in range(200):
                pulse.number()


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_nothing_is_skipped_while_many_write(self, force):
        """Readers that only go forward see every step, whatever the order in which writers commit."""
        writers = [force.east, force.west, force.police]
        seen: set[int] = set()
        done = threading.Event()

        def write(account, seed):
            chance = random.Random(seed)
            try:
                for turn in range(8):
                    made = force.report(account, text=f"tin {turn}")
                    if chance.random() < 0.5:
                        handling.share(made.pk, force.command.agency, account)
            finally:
                connections.close_all()

        def read():
            number = 0
            try:
                while True:
                    last = done.is_set()
                    newest = newest_number()
                    steps = ReportStep.objects.filter(number__gt=number, number__lte=newest)
                    seen.update(steps.values_list("number", flat=True))
                    number = newest
                    if last:
                        return
            finally:
                connections.close_all()

        reader = threading.Thread(target=read)
        reader.start()
        threads = [threading.Thread(target=write, args=(account, n)) for n, account in enumerate(writers)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=120)
        done.set()
        reader.join(timeout=60)
        with connection.cursor() as cursor:
            cursor.execute("SELECT last FROM border_boardclock")
            (last,) = cursor.fetchone()
        assert seen == set(range(1, last + 1))
        assert last >= 24
