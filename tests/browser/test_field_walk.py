"""The page of a post on a telephone: kept without a line, sealed, sent once, never lost.

Requests of the page are answered by the real server; where a line fails, the test fails it.
"""

from __future__ import annotations

import json
import random
import uuid
from collections.abc import Iterator

import pytest
from django.conf import settings as django_settings
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from gis_app.access.models import Account
from gis_app.border.board import handling
from gis_app.border.board.steps import Act
from gis_app.border.models import BorderReport, ReportStep
from gis_app.border.strip.placing import Strip
from tests.border.conftest import NORTH, line, markers, measured, posts  # noqa: F401 - the force stands on them
from tests.border.force import EAST, Force, make_force, steps_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SOON = 60_000
PIN = "258036"
TEXT = "Bốn người qua suối gần mốc, hai xe máy chờ"
#: 300 metres beyond the line.
BEYOND = (EAST[0], NORTH + 0.0027)
FIVE_HOURS = 5 * 3600 * 1000

#: Everything that lies in the device's database, as text: keys, and bytes as characters.
_DUMP = """async () => {
  const { openDatabase, all } = await import("/static/js/border/field/database.js");
  const database = await openDatabase();
  const rows = await Promise.all(["vaults", "records", "parts"].map((store) => all(database, store)));
  const plain = (_key, value) => {
    if (value instanceof ArrayBuffer) return new TextDecoder("utf-8").decode(value);
    return ArrayBuffer.isView(value) ? new TextDecoder("utf-8").decode(value) : value;
  };
  return JSON.stringify(rows, plain);
}"""
#: Keeps records in a vault as the form does.
_KEEP = """async ([pin, records]) => {
  const { openDatabase } = await import("/static/js/border/field/database.js");
  const { openVault, vaultsOf } = await import("/static/js/border/field/vault.js");
  const database = await openDatabase();
  const [{ id }] = await vaultsOf(database);
  const vault = await openVault(database, id, pin);
  await vault.keep(...records);
}"""
#: A copy of the records on the device, and putting it back: a device restored from a backup.
_BACKUP = """async () => {
  const { openDatabase, all } = await import("/static/js/border/field/database.js");
  globalThis.backup = await all(await openDatabase(), "records");
}"""
_RESTORE = """async () => {
  const { openDatabase, write } = await import("/static/js/border/field/database.js");
  await write(await openDatabase(), globalThis.backup.map((put) => ({ store: "records", put })));
}"""
_ALL_SENT = """async () => {
  const { openDatabase, all } = await import("/static/js/border/field/database.js");
  return (await all(await openDatabase(), "records")).every(({ open }) => !open);
}"""
#: Sends what waits as the page does, over and over against a server of its own that fails in every way.
_SCHEDULES = """async ([pin, seeds]) => {
  const { openDatabase } = await import("/static/js/border/field/database.js");
  const { openVault, vaultsOf, newId } = await import("/static/js/border/field/vault.js");
  const { Sender } = await import("/static/js/border/field/sending.js");
  const database = await openDatabase();
  const [{ id, account }] = await vaultsOf(database);
  const vault = await openVault(database, id, pin);
  const record = (id, made, offset) => ({ id, item: { id }, made, offset, state: "waiting", sentence: "" });
  const real = window.fetch;
  const wrong = [];
  for (let seed = 1; seed <= seeds; seed += 1) {
    let turn = seed * 2654435761 % 4294967296;
    const chance = () => (turn = (turn * 1664525 + 1013904223) % 4294967296) / 4294967296;
    const stored = new Map();
    let deliveries = 0;
    const take = (batch) => ({ items: batch.items.map(({ id }) => {
      deliveries += 1;
      const outcome = stored.has(id) ? "already" : "stored";
      const later = outcome === "stored" && chance() < 0.1;
      if (!later) stored.set(id, (stored.get(id) ?? 0) + (outcome === "stored" ? 1 : 0));
      return { id, outcome: later ? "refused" : outcome, sentence: "", again: later };
    }) });
    window.fetch = async (address, options) => {
      if (String(address).endsWith("state.json")) {
        return Response.json({ now: Date.now(), csrf: "x", refused: "", account: { id: account } });
      }
      const batch = JSON.parse(options.body);
      const fate = chance();
      if (fate < 0.2) throw new TypeError("no line");
      if (fate < 0.3) return new Response("", { status: 502 });
      if (fate < 0.35) return new Response("", { status: 413 });
      const answer = take(batch);
      if (fate < 0.55) throw new TypeError("answer lost");
      if (fate < 0.65) return new Response(JSON.stringify(answer).slice(0, 20), { status: 200 });
      if (fate < 0.75) take(batch);
      return Response.json(answer);
    };
    const made = [];
    for (let count = 0; count < 1 + chance() * 30; count += 1) {
      made.push(record(newId(), seed * 1000 + count, chance() < 0.2 ? 3600000 : 0));
    }
    await vault.keep(...made);
    for (let tries = 0; tries < 400; tries += 1) {
      const sender = new Sender(vault, () => {});
      const killed = chance() < 0.3;
      const beside = new Sender(vault, () => {}); // another page of the same telephone
      const under = Promise.all([sender.send(), beside.send()]);
      if (killed) sender.close();
      await under;
      sender.close();
      beside.close();
      if ((await vault.records()).every(({ state }) => state === "taken")) break;
    }
    const left = (await vault.records()).filter(({ state }) => state !== "taken").length;
    const twice = [...stored.values()].filter((times) => times !== 1).length;
    if (left || twice || stored.size !== made.length) wrong.push({ seed, left, twice });
    for (const record of await vault.records()) await vault.drop(record.id);
  }
  window.fetch = real;
  return wrong;
}"""
_FILL_THE_DISK = """() => {
  IDBObjectStore.prototype.put = () => { throw new DOMException("full", "QuotaExceededError"); };
}"""
_PLACES = """async ([points]) => {
  const { placeOf } = await import("/static/js/border/field/placing.js");
  const pack = await (await fetch("/border/field/package.json")).json();
  return points.map(([lon, lat]) => placeOf(pack, lon, lat));
}"""


@pytest.fixture
def force(people, line, posts, markers, measured) -> Force:  # noqa: F811
    return make_force(people, line, posts, measured)


class Telephone:
    """A telephone with its browser, which people share."""

    def __init__(self, context: BrowserContext, signed_in) -> None:
        self.context = context
        self.signed_in = signed_in
        self.page = context.new_page()
        context.set_default_timeout(SOON)

    def enter(self, account: Account | None) -> None:
        """Sign an account in, or nobody."""
        self.context.clear_cookies()
        if account is not None:
            name = django_settings.SESSION_COOKIE_NAME
            session = self.signed_in(account).cookies[name].value
            cookie = {"name": name, "value": session, "domain": "localhost", "path": "/"}
            self.context.add_cookies([cookie])  # type: ignore[list-item]

    def stand(self, at: tuple[float, float], accuracy: float = 12) -> None:
        self.context.set_geolocation({"longitude": at[0], "latitude": at[1], "accuracy": accuracy})

    def open(self) -> Page:
        self.page.goto("/border/field/")
        self.page.locator("html[data-ready=yes]").wait_for(timeout=SOON)
        return self.page

    def make_vault(self, account: Account) -> Page:
        """Sign in, open the page, choose a PIN; returns the page with its map and service worker."""
        self.enter(account)
        page = self.open()
        page.locator("#new-pin").fill(PIN)
        page.locator("#new-pin-again").fill(PIN)
        page.get_by_role("button", name="Lập kho", exact=True).click()
        expect(page.locator("#desk")).to_be_visible(timeout=SOON)
        expect(page.locator("#device-facts")).to_contain_text("xã, phường, tải lúc", timeout=SOON)
        return page

    def unlock(self, pin: str = PIN) -> Page:
        self.page.locator("#pin").fill(pin)
        self.page.get_by_role("button", name="Mở", exact=True).click()
        return self.page

    def fill(self, text: str = TEXT, kind: str = "Xuất cảnh, nhập cảnh trái phép") -> None:
        self.page.locator("#tabs [data-tab=report]").click()
        self.page.locator("#kinds .choice", has_text=kind).click()
        self.page.locator("#urgencies .choice", has_text="khẩn").first.click()
        self.page.locator("#text").fill(text)

    def report(self, text: str = TEXT) -> Page:
        """Fill in and keep a report; waits for the position."""
        expect(self.page.locator("#position")).to_contain_text("±", timeout=SOON)
        self.fill(text)
        self.page.get_by_role("button", name="Lưu và gửi").click()
        expect(self.page.locator("#done")).to_contain_text("Đã lưu trên máy", timeout=SOON)
        return self.page

    def turn(self, tab: str) -> Page:
        self.page.locator(f"#tabs [data-tab={tab}]").click()
        return self.page


@pytest.fixture
def telephone(chromium: Browser, live_server, signed_in) -> Iterator[Telephone]:
    """A telephone with a receiver, 12 metres good, in the east post's section."""
    context = chromium.new_context(
        base_url=live_server.url,
        viewport={"width": 390, "height": 844},
        locale="vi-VN",
        has_touch=True,
        permissions=["geolocation"],
    )
    made = Telephone(context, signed_in)
    made.stand(EAST)
    yield made
    context.close()


def kept_by_the_worker(page: Page) -> None:
    page.wait_for_function("() => navigator.serviceWorker.controller !== null", timeout=SOON)


def test_a_night_at_the_post(force, telephone):
    page = telephone.make_vault(force.east)
    kept_by_the_worker(page)
    telephone.context.set_offline(True)
    page = telephone.report()
    page.locator("#tabs [data-tab=outbox]").click()
    expect(page.locator("#outbox .badge")).to_have_text("chưa gửi")
    raw = page.evaluate(_DUMP)
    assert "vault" in raw
    for clear in ("người", "illegal_crossing", "107.05", "Đồn Biên phòng Tây", "marker"):
        assert clear not in raw

    # The telephone dies; in the dark, without a line, it opens again with the PIN alone.
    page.close()
    telephone.page = telephone.context.new_page()
    page = telephone.open()
    expect(page.locator("#vaults")).to_contain_text("1 mục chưa gửi")
    telephone.unlock("258037")
    expect(page.locator("#open-problem")).to_contain_text("Mã PIN không đúng", timeout=SOON)
    telephone.unlock()
    expect(page.locator("#desk")).to_be_visible(timeout=SOON)
    page = telephone.turn("outbox")
    expect(page.locator("#outbox .badge")).to_have_text("chưa gửi")
    assert BorderReport.objects.count() == 0

    telephone.context.set_offline(False)
    expect(page.locator("#outbox .badge")).to_have_text("đã nhận", timeout=SOON)
    report = BorderReport.objects.get()
    assert (report.text, report.accuracy_m, report.author_agency) == (TEXT, 12, force.east.agency)
    assert (report.point.x, report.point.y) == pytest.approx(EAST, abs=1e-6)
    number = ReportStep.objects.get(report=report).number
    expect(page.locator("#outbox")).to_contain_text(f"số {number}", timeout=SOON)

    # A question comes; the post answers at the telephone, without a line again.
    handling.move(report.pk, Act.VERIFY, force.east)
    handling.move(report.pk, Act.CONFIRM, force.east, "thấy dấu vết")
    handling.hand_over(report.pk, force.police.agency, force.east)
    handling.move(report.pk, Act.ACKNOWLEDGE, force.police)
    handling.move(report.pk, Act.COMMENT, force.police, "Xe đi hướng nào?")
    page.get_by_role("button", name="Gửi ngay").click()
    expect(page.locator("#replies-count")).to_have_text("1", timeout=SOON)
    telephone.context.set_offline(True)
    page = telephone.turn("replies")
    page.locator("#replies summary").click()
    expect(page.locator("#replies")).to_contain_text("Xe đi hướng nào?")
    page.get_by_label("Ghi chú, câu trả lời").fill("Đi về phía nam")
    page.get_by_role("button", name="Ý kiến").click()
    expect(page.locator("#done")).to_contain_text("Đã lưu bước xử lý")
    telephone.context.set_offline(False)
    page = telephone.turn("outbox")
    expect(page.locator("#outbox .badge").first).to_have_text("đã nhận", timeout=SOON)
    last = ReportStep.objects.filter(report=report).latest("number")
    assert (last.act, last.text, last.agency) == (Act.COMMENT, "Đi về phía nam", force.east.agency)
    assert steps_of(report).count("comment") == 2


def week_of(agency: int, chance: random.Random) -> list[dict]:
    """Return 200 kept records, reports and comments to them, mixed."""
    records = []
    now = timezone.now().timestamp() * 1000
    for place in range(150):
        item = {
            "id": str(uuid.UUID(int=chance.getrandbits(128), version=4)),
            "type": "report",
            "agency": agency,
            "kind": "smuggling",
            "urgency": "routine",
            "text": f"Tin thứ {place} trong tuần",
            "lon": round(EAST[0] + chance.uniform(-0.02, 0.02), 6),
            "lat": round(EAST[1] + chance.uniform(-0.01, 0.01), 6),
            "accuracy_m": 12,
            "occurred_at": timezone.now().isoformat(),
        }
        records.append(item)
        if place % 3 == 0:
            records.append(
                {
                    "id": str(uuid.UUID(int=chance.getrandbits(128), version=4)),
                    "type": "step",
                    "agency": agency,
                    "report": item["id"],
                    "act": "comment",
                    "text": "xem thêm",
                    "told_at": timezone.now().isoformat(),
                }
            )
    chance.shuffle(records)
    return [
        {
            "id": item["id"], "item": item, "made": now + place, "offset": 0, "state": "waiting",
            "sentence": "",
        }
        for place, item in enumerate(records)
    ]  # fmt: skip


def test_a_week_of_records_with_cuts_deaths_and_a_restored_backup(force, telephone):
    chance = random.Random(7)
    page = telephone.make_vault(force.east)
    fates = []

    def cut(route: Route) -> None:
        fate = chance.choice(["lost before", "lost after", "twice", "through"])
        fates.append(fate)
        if fate == "lost before":
            route.abort()
            return
        answer = route.fetch()
        if fate == "lost after":
            route.abort()
        elif fate == "twice":
            route.fulfill(response=route.fetch())
        else:
            route.fulfill(response=answer)

    telephone.context.route("**/border/sync", cut)
    records = week_of(force.east.agency_id, chance)
    page.evaluate(_KEEP, [PIN, records])
    beside = telephone.context.new_page()
    beside.goto("/border/field/")
    beside.evaluate(_BACKUP)
    sent = "() => document.getElementById('unsent').textContent.includes('không còn')"
    for turn in range(400):
        page.evaluate("() => window.dispatchEvent(new Event('online'))")
        page.wait_for_timeout(200)
        if turn == 5:  # killed while it sends
            page.reload()
            page.locator("html[data-ready=yes]").wait_for(timeout=SOON)
            telephone.unlock()
            expect(page.locator("#desk")).to_be_visible(timeout=SOON)
        if turn > 5 and page.evaluate(sent):
            break
    expect(page.locator("#unsent")).to_contain_text("không còn", timeout=SOON)
    telephone.context.unroute("**/border/sync")
    assert {"lost before", "lost after", "twice"} <= set(fates)

    reports = {record["id"] for record in records if record["item"]["type"] == "report"}
    assert {str(pk) for pk in BorderReport.objects.values_list("pk", flat=True)} == reports
    comments = ReportStep.objects.filter(act=Act.COMMENT)
    assert {str(pk) for pk in comments.values_list("pk", flat=True)} == {
        record["id"] for record in records
    } - reports

    beside.evaluate(_RESTORE)
    page.evaluate("() => window.dispatchEvent(new Event('online'))")
    beside.wait_for_function(_ALL_SENT, timeout=SOON)
    assert BorderReport.objects.count() == len(reports)
    assert ReportStep.objects.count() == len(records)


def test_the_device_measures_as_the_server_does_and_no_schedule_loses_or_doubles(force, telephone):
    chance = random.Random(3)
    points = [(chance.uniform(107.01, 107.19), NORTH + chance.uniform(-0.05, 0.02)) for _point in range(200)]
    page = telephone.make_vault(force.east)
    told = page.evaluate(_PLACES, [points])
    for place, server in zip(told, Strip(timezone.localdate()).places(points), strict=True):
        assert place["distance"] == pytest.approx(server.distance_m, abs=10)
        assert place["marker"] == server.marker.label
        assert place["fromMarker"] == pytest.approx(server.from_marker_m, abs=10)
        assert place["inside"] == server.inside
    telephone.context.route("**/border/field/*.json", lambda route: route.abort())
    assert page.evaluate(_SCHEDULES, [PIN, 40]) == []


def test_doubtful_positions_and_clocks_are_told_kept_and_marked(force, telephone):
    telephone.page.add_init_script(
        "if (localStorage.fast) { const now = Date.now; Date.now = () => now() + Number(localStorage.fast); }"
    )
    page = telephone.make_vault(force.east)
    telephone.stand(EAST, accuracy=2000)
    page.get_by_role("button", name="Lấy lại GPS").click()
    expect(page.locator("#place-doubt")).to_contain_text("chỉ chính xác đến 2.000 m", timeout=SOON)
    telephone.report("Vị trí kém")
    expect(page.locator("#unsent")).to_contain_text("không còn", timeout=SOON)
    coarse = BorderReport.objects.get(text="Vị trí kém")
    assert (coarse.marks, coarse.accuracy_m) == (["coarse"], 2000)

    telephone.stand(BEYOND)
    page.get_by_role("button", name="Lấy lại GPS").click()
    expect(page.locator("#place-doubt")).to_contain_text("nằm ngoài đường biên giới", timeout=SOON)
    telephone.report("Bên kia đường biên giới")
    page = telephone.turn("replies")
    entry = page.locator("#replies details", has_text="Xuất cảnh").first
    expect(page.locator("#replies details")).to_have_count(2, timeout=SOON)
    entry.locator("summary").click()
    expect(entry).to_contain_text("vị trí đúng như vậy hay cần sửa?")
    entry.get_by_label("Ghi chú, câu trả lời").fill("nhìn thấy từ mốc")
    entry.get_by_role("button", name="Vị trí đúng như vậy").click()
    expect(page.locator("#done")).to_contain_text("Đã lưu bước xử lý", timeout=SOON)
    telephone.turn("outbox")
    expect(page.locator("#unsent")).to_contain_text("không còn", timeout=SOON)
    beyond = BorderReport.objects.get(text="Bên kia đường biên giới")
    assert (beyond.marks, beyond.place_settled) == (["beyond"], True)

    # The clock goes wrong after the last contact: the server sees by how much. After the next, it is known.
    telephone.stand(EAST)
    telephone.context.set_offline(True)
    page.evaluate("(fast) => localStorage.setItem('fast', fast)", str(FIVE_HOURS))
    kept_by_the_worker(page)
    page.reload()
    page.locator("html[data-ready=yes]").wait_for(timeout=SOON)
    telephone.unlock()
    expect(page.locator("#desk")).to_be_visible(timeout=SOON)
    telephone.report("Đồng hồ nhanh")
    telephone.context.set_offline(False)
    expect(page.locator("#unsent")).to_contain_text("không còn", timeout=SOON)
    fast = BorderReport.objects.get(text="Đồng hồ nhanh")
    assert set(fast.marks) == {"clock", "future"}
    assert (fast.sent_at - fast.received_at).total_seconds() == pytest.approx(5 * 3600, abs=120)
    expect(page.locator("#clock")).to_contain_text("nhanh 300 phút", timeout=SOON)
    telephone.report("Đã biết đồng hồ nhanh")
    expect(page.locator("#unsent")).to_contain_text("không còn", timeout=SOON)
    known = BorderReport.objects.get(text="Đã biết đồng hồ nhanh")
    assert known.marks == []
    assert abs((known.occurred_at - known.received_at).total_seconds()) < 120


def test_what_one_person_kept_stays_when_another_signs_in(force, telephone):
    page = telephone.make_vault(force.east)
    kept_by_the_worker(page)
    telephone.enter(None)
    telephone.report()
    expect(page.locator("#contact")).to_contain_text("Phiên làm việc đã hết", timeout=SOON)

    telephone.enter(force.west)
    page = telephone.open()
    expect(page.locator("#vaults")).to_contain_text("1 mục chưa gửi")
    expect(page.locator("#make-vault")).to_be_visible()
    telephone.make_vault(force.west)
    expect(page.locator("#outbox li")).to_have_count(0)
    page.get_by_role("button", name="Khóa").click()
    expect(page.locator("#vaults .vault")).to_have_count(2)
    # Who knows the PIN opens the other vault, and still cannot send it as somebody else.
    page.locator("#vaults .vault", has_text="Đồn Biên phòng Đông").locator("input").check()
    telephone.unlock()
    expect(page.locator("#contact")).to_contain_text("chỉ gửi khi", timeout=SOON)
    assert not BorderReport.objects.exists()

    telephone.turn("device")
    page.get_by_role("button", name="Đăng xuất").click()
    expect(page.locator("#contact")).to_contain_text("Chưa đăng nhập", timeout=SOON)
    telephone.enter(force.east)
    page = telephone.open()
    telephone.unlock()
    expect(page.locator("#unsent")).to_contain_text("không còn", timeout=SOON)
    assert BorderReport.objects.get().author == force.east

    # Wrong PINs: the next try has to wait, and nothing is erased.
    before = json.loads(page.evaluate(_DUMP))
    page.get_by_role("button", name="Khóa").click()
    for _try in range(5):
        telephone.unlock("123456")
        expect(page.locator("#open-problem")).to_contain_text("Mã PIN không đúng", timeout=SOON)
    telephone.unlock()
    expect(page.locator("#open-problem")).to_contain_text("hãy chờ", timeout=SOON)
    vaults, records, _parts = json.loads(page.evaluate(_DUMP))
    assert sorted(vault["wrong"] for vault in vaults) == [0, 5]
    assert records == before[1]


def test_refusals_come_back_with_a_sentence_and_nothing_is_lost(force, telephone):
    page = telephone.make_vault(force.east)
    old = {
        "sentence": "Ứng dụng trên máy này đã cũ: hãy cập nhật ứng dụng; tin vẫn còn trên máy.",
        "items": [],
    }
    telephone.context.route("**/border/sync", lambda route: route.fulfill(status=426, json=old))
    telephone.report("Người dẫn đường là Nguyễn Văn Hùng")
    expect(page.locator("#contact")).to_contain_text("hãy cập nhật ứng dụng", timeout=SOON)
    telephone.context.unroute("**/border/sync")

    page = telephone.turn("outbox")
    page.get_by_role("button", name="Gửi ngay").click()
    expect(page.locator("#outbox .badge")).to_have_text("bị trả lại", timeout=SOON)
    expect(page.locator("#outbox")).to_contain_text("Nguyễn Văn Hùng”")
    page.get_by_role("button", name="Sửa lại").click()
    expect(page.locator("#text")).to_have_value("Người dẫn đường là Nguyễn Văn Hùng")
    page.locator("#text").fill("Có người dẫn đường")
    page.get_by_role("button", name="Lưu và gửi").click()
    expect(page.locator("#unsent")).to_contain_text("không còn", timeout=SOON)
    assert [report.text for report in BorderReport.objects.all()] == ["Có người dẫn đường"]
    expect(page.locator("#outbox li")).to_have_count(1)

    # A full telephone: the text stays in the form.
    page.evaluate(_FILL_THE_DISK)
    telephone.fill("Chưa lưu được")
    page.get_by_role("button", name="Lưu và gửi").click()
    expect(page.locator("#report-problem")).to_contain_text("đã đầy", timeout=SOON)
    expect(page.locator("#text")).to_have_value("Chưa lưu được")


def test_a_new_version_is_told_and_taken_when_nothing_is_written(force, telephone):
    page = telephone.make_vault(force.east)
    kept_by_the_worker(page)
    telephone.fill("Đang viết dở")
    # The page in another language is another version of the shell.
    english = {"name": "django_language", "value": "en", "domain": "localhost", "path": "/"}
    telephone.context.add_cookies([english])  # type: ignore[list-item]
    page.evaluate("async () => (await navigator.serviceWorker.getRegistration()).update()")
    expect(page.locator("#update")).to_be_visible(timeout=SOON)
    expect(page.locator("#text")).to_have_value("Đang viết dở")
    # It may take over at any moment, also while somebody is writing: that person is not disturbed.
    page.evaluate("() => navigator.serviceWorker.dispatchEvent(new Event('controllerchange'))")
    expect(page.locator("#update")).to_be_visible()
    expect(page.locator("#text")).to_have_value("Đang viết dở")
    assert page.locator("html").get_attribute("lang") == "vi"
    page.locator("#update-now").click()
    page.locator("html[lang=en]").wait_for(timeout=SOON)
    page.locator("html[data-ready=yes]").wait_for(timeout=SOON)
    page.locator("#pin").fill(PIN)
    page.locator("#open-form button").click()
    expect(page.locator("#text")).to_have_value("Đang viết dở", timeout=SOON)


def test_without_https_the_page_says_so_and_keeps_reports_while_it_is_open(force, telephone):
    telephone.page.add_init_script(
        "Object.defineProperty(window, 'isSecureContext', { value: false });"
        "Object.defineProperty(Navigator.prototype, 'serviceWorker', { get: () => undefined });"
    )
    telephone.enter(force.east)
    page = telephone.open()
    expect(page.locator("#insecure")).to_contain_text("không phải HTTPS")
    expect(page.locator("#desk")).to_be_visible(timeout=SOON)
    telephone.context.set_offline(True)
    page.get_by_role("button", name="Đặt trên bản đồ").click()
    page.locator("#map").click(position={"x": 150, "y": 150})
    expect(page.locator("#position")).to_have_text("Đã đặt trên bản đồ")
    telephone.fill()
    page.get_by_role("button", name="Lưu và gửi").click()
    telephone.turn("outbox")
    expect(page.locator("#outbox .badge")).to_have_text("chưa gửi", timeout=SOON)
    assert page.evaluate("async () => (await indexedDB.databases()).length") == 0
    telephone.context.set_offline(False)
    expect(page.locator("#outbox .badge")).to_have_text("đã nhận", timeout=SOON)
    assert BorderReport.objects.get().accuracy_m is None
