"""What each platform complains of, in its own documented form: the words, whether to ask again, and how long to wait."""

import json

import pytest
import requests

from adcrm.sync import google_ads, meta_ads, microsoft_ads, tiktok_ads
from adcrm.sync.wire import Fault


def answer(status: int, **headers: str) -> requests.Response:
    made = requests.Response()
    made.status_code = status
    made.headers.update({name.replace("_", "-"): value for name, value in headers.items()})
    return made


def test_google_says_the_reason_inside_the_error_and_a_stream_may_end_in_one() -> None:
    error = {
        "code": 403,
        "message": "The caller does not have permission",
        "status": "PERMISSION_DENIED",
        "details": [{"errors": [{"errorCode": {"authorizationError": "USER_PERMISSION_DENIED"}, "message": "User doesn't have permission."}]}],
    }
    assert google_ads.fault([{"error": error}], answer(403)) == Fault("User doesn't have permission.")
    broken = [{"results": [{}]}, {"error": {"code": 503, "message": "The service is unavailable.", "status": "UNAVAILABLE"}}]
    assert google_ads.fault(broken, answer(200)) == Fault("The service is unavailable.", is_passing=True)
    assert google_ads.fault([{"results": [{}]}], answer(200)) is None


@pytest.mark.parametrize("code", [4, 17, 32, 613, 80000, 80004])
def test_meta_says_in_a_header_how_long_a_limit_lasts(code: int) -> None:
    usage = json.dumps({"77": [{"type": "ads_insights", "estimated_time_to_regain_access": 3}, {"type": "ads_management"}]})
    said = {"error": {"message": "There have been too many calls", "type": "OAuthException", "code": code}}
    assert meta_ads.fault(said, answer(400, x_business_use_case_usage=usage)) == Fault("There have been too many calls", True, 180)
    assert meta_ads.fault(said, answer(400)) == Fault("There have been too many calls", True, 0)


def test_meta_says_some_things_for_people() -> None:
    said = {"error": {"message": "(#100) x", "code": 100, "error_user_msg": "The period is too long."}}
    assert meta_ads.fault(said, answer(400)) == Fault("The period is too long.")
    assert meta_ads.fault({"data": []}, answer(200)) is None


def test_tiktok_says_everything_with_a_code_of_its_own() -> None:
    assert tiktok_ads.fault({"code": 0, "message": "OK"}, answer(200)) is None
    assert tiktok_ads.fault({"code": 40002, "message": "Invalid metric fields"}, answer(200)) == Fault("Invalid metric fields (40002)")
    assert tiktok_ads.fault({"code": 50000, "message": "System error"}, answer(200)) == Fault("System error (50000)", is_passing=True)


@pytest.mark.parametrize("name", ["Errors", "OperationErrors", "BatchErrors"])
def test_microsoft_lists_its_reasons_under_several_names(name: str) -> None:
    said = {name: [{"Code": 207, "Message": "Too many reports at once."}, {"Code": 1, "ErrorCode": "Odd", "Message": None}]}
    assert microsoft_ads.fault(said, answer(400)) == Fault("Too many reports at once.; Odd", is_passing=True)
    assert microsoft_ads.fault({"ReportRequestId": "1"}, answer(200)) is None
