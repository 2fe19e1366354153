"""Pictures that come with texts: kept sealed, shown to nobody unasked, opened by name and reason."""

import pytest

from oncall.access.roles import Role
from oncall.telephony.gateway import TelephonyError
from oncall.texts.tables import PictureOpenedRow, PictureRow

MEDIA = "ME" + "0a" * 16
PICTURE = b"\x89PNG picture"


def address(scene, sid=MEDIA):
    return f"https://api.twilio.com/2010-04-01/Accounts/AC/Messages/{text_sid(scene)}/Media/{sid}"


def text_sid(scene):
    return f"SM{scene.calls + 1:030x}ee"


@pytest.fixture
def ref(scene) -> str:
    """A text with one picture, which has been fetched."""
    scene.telephony.pictures[text_sid(scene), MEDIA] = PICTURE
    ref = scene.texts("Look at this", media=((address(scene), "image/png"),))
    scene.does_errands()
    return ref


def page_of(scene, ref):
    with scene.w.unit_of_work() as work:
        return f"/contacts/{ref}/pictures/{work.session.query(PictureRow).one().id}"


def rows(scene, table):
    with scene.w.unit_of_work() as work:
        return work.session.query(table).all()


def test_it_is_kept_sealed_and_deleted_at_the_company(scene, ref):
    [picture] = rows(scene, PictureRow)

    assert scene.w.pictures.read(picture.file) == PICTURE
    assert PICTURE not in (scene.w.settings.data_dir / "pictures" / picture.file).read_bytes()
    assert scene.telephony.pictures == {}
    assert picture.deleted_there_at is not None


def test_a_failure_of_the_company_is_tried_again(scene):
    scene.telephony.pictures[text_sid(scene), MEDIA] = PICTURE
    scene.telephony.fail(TelephonyError(20500))
    ref = scene.texts("Look at this", media=((address(scene), "image/png"),))
    for _ in range(4):
        scene.does_errands()
        scene.clock.advance(seconds=30)

    assert rows(scene, PictureRow)[0].file is not None
    assert ref


def test_nothing_is_fetched_from_an_address_that_is_not_the_company_s(scene):
    scene.texts("Look", media=(("https://example.org/etc/passwd", "image/png"),))
    scene.does_errands()

    assert rows(scene, PictureRow)[0].file is None


def test_the_conversation_shows_that_there_is_one_and_not_what(scene, ref, browser):
    page = browser().get(f"/contacts/{ref}").text

    assert "A picture came with it, not shown." in page
    assert "<img" not in page.partition('id="texts"')[2].partition("</section>")[0]
    assert page_of(scene, ref) in page


def test_it_is_given_for_a_reason_which_is_kept(scene, ref, browser):
    asha, path = browser(), page_of(scene, ref)
    given = asha.post(path, path, reason="  She says it shows\nwhere he is ")

    assert (given.status_code, given.data, given.mimetype) == (200, PICTURE, "image/png")
    assert given.headers["Cache-Control"] == "no-store"
    assert given.headers["Content-Disposition"] == "inline; filename=picture.png"
    assert [one.reason for one in rows(scene, PictureOpenedRow)] == ["She says it shows where he is"]
    assert "She says it shows where he is" in asha.get(path).text


@pytest.mark.parametrize(("reason", "says"), [("x" * 501, "Shorten")])
def test_without_a_good_reason_nobody_sees_it(scene, ref, browser, reason, says):
    refused = browser().post(page_of(scene, ref), page_of(scene, ref), reason=reason)

    assert refused.status_code == 422
    assert says in refused.text
    assert rows(scene, PictureOpenedRow) == []


def test_what_a_browser_cannot_show_safely_is_handed_over_as_a_file(scene, browser):
    scene.telephony.pictures[text_sid(scene), MEDIA] = b"<svg onload='x'/>"
    ref = scene.texts("Look", media=((address(scene), "image/svg+xml"),))
    scene.does_errands()
    given = browser().post(page_of(scene, ref), page_of(scene, ref), reason="to see")

    assert given.mimetype == "application/octet-stream"
    assert given.headers["Content-Disposition"].startswith("attachment")


def test_before_it_is_here_nothing_can_be_opened(scene, browser):
    ref = scene.texts("Look", media=((address(scene), "image/png"),))
    path = page_of(scene, ref)

    assert "It has not been fetched" in browser().get(path).text
    assert browser().post(path, f"/contacts/{ref}", reason="to see").status_code == 422


def test_it_belongs_to_its_contact_and_its_readers(scene, ref, browser):
    other = scene.rings()
    path = page_of(scene, ref)

    assert browser().get(path.replace(ref, other)).status_code == 404
    scene.somebody("carys", roles=[Role.ROTA])
    assert browser("carys").get(path).status_code == 403
