"""The reasons of a deadline, line by line, as an officer reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from deadline_scenarios import Scenario, play, read_step, scenarios

from casebook.deadlines import compute
from casebook.law import default_lawbook
from casebook.reasons import explain
from casebook.terms import REVIEW
from casebook.workdays import Calendar

if TYPE_CHECKING:
    from casebook.model import Deadline
    from casebook.words import Words

CALENDAR = Calendar.standard()


def reasons(rule: str, *lines: str, register: str = REVIEW, law: str = "review-2026") -> tuple[Words, ...]:
    """The reasons of the only deadline of ``rule`` in a case."""
    steps = [read_step(line, number, register) for number, line in enumerate(lines, 1)]
    edition = default_lawbook().edition(law)
    found = compute(steps, edition, register, procedure=None, instance=None, calendar=CALENDAR)
    (deadline,) = (each for each in found if each.rule == rule)
    return explain(deadline, steps, edition, register, procedure=None, instance=None, calendar=CALENDAR)


def zh(rule: str, *lines: str, register: str = REVIEW, law: str = "review-2026") -> list[str]:
    return [each.zh for each in reasons(rule, *lines, register=register, law=law)]


def test_a_period_of_working_days_names_each_rest_day_and_each_worked_weekend() -> None:
    assert zh("N8", "2026-09-28 收案", "2026-09-29 受理", "2026-09-30 被申请人签收")[:-1] == [
        "N8 书面答复和证据：《中华人民共和国行政复议法》（2023修订）第48条；适用 行政复议法（2023修订）及2026年条例。",
        "2026-09-30 被申请人签收，当日不计入，自 2026-10-01 起算。",
        "期间 10个工作日。",
        *(f"2026-10-0{each} 国庆节，不计入。" for each in range(1, 8)),
        "2026-10-10 国庆节调休上班，计入。",
        "2026-10-11 星期日，不计入。",
        "2026-10-17 星期六，不计入。",
        "2026-10-18 星期日，不计入。",
        "末日 2026-10-20。",
    ]


def test_a_period_of_natural_days_names_the_rest_days_it_rolls_over() -> None:
    told = reasons("N10", "2026-08-06 收案", "2026-08-06 受理")
    assert [each.en for each in told][1:] == [
        "2026-08-06 accept, not counted itself; the first day is 2026-08-07.",
        "Length: 60 natural days.",
        "By the count the last day is 2026-10-05.",
        "2026-10-05 National Day: goes over to the next day.",
        "2026-10-06 National Day: goes over to the next day.",
        "2026-10-07 National Day: goes over to the next day.",
        "It goes over to 2026-10-08.",
        "The applicant may sue; the higher organ may order correction.",
    ]


def test_suspension_and_extension_are_told_with_their_days() -> None:
    told = zh(
        "N10",
        "2026-06-01 收案",
        "2026-06-03 受理",
        "2026-06-10 中止 事由=其他",
        "2026-06-30 恢复",
        "2026-08-10 延期 天数=30",
        "2026-09-10 结案 结案方式=维持",
    )
    assert told[2:-1] == [
        "期间 60日（自然日）。",
        "延长 30 日，合为一个期间。",
        "2026-06-10 至 2026-06-29 不计入，共 20 日；2026-06-30 恢复计算。",
        "末日 2026-09-21。",
        "2026-09-10 完成。",
    ]


def test_a_suspension_that_is_not_over_tells_what_remains() -> None:
    told = zh("N10", "2026-06-01 收案", "2026-06-03 受理", "2026-06-03 中止 事由=其他")
    assert "自 2026-06-04 停止计算，尚未恢复，剩余 60 日。" in told


def test_a_suspension_after_the_end_is_not_told() -> None:
    told = zh("N10", "2026-06-01 收案", "2026-06-03 受理", "2026-08-05 中止 事由=其他")
    assert not [line for line in told if "停止计算" in line]


def test_an_extension_without_days_says_what_was_assumed() -> None:
    told = zh("N10", "2026-08-06 收案", "2026-08-06 受理", "2026-09-30 延期")
    assert "延长 30 日（未写天数，按最长计），合为一个期间。" in told


def test_what_hangs_on_silence_says_so() -> None:
    assert "2026-08-10 期满视为受理，当日不计入，自 2026-08-11 起算。" in zh("N10", "2026-08-03 收案")
    assert "2026-10-09 前一期限届满，当日不计入，自 2026-10-10 起算。" in zh("N18", "2026-08-03 收案")
    late = zh("N10", "2026-08-03 收案", "2026-08-20 受理")
    assert "2026-08-10 期满视为受理，当日不计入，自 2026-08-11 起算。" in late


def test_the_old_law_counts_from_receipt() -> None:
    told = zh("O10", "2023-11-01 收案", "2023-11-03 通知补正", "2023-11-13 补正", "2023-11-14 受理", law="review-2017")
    assert told[1:5] == [
        "自收到之日 2023-11-01 计，当日不计入，自 2023-11-02 起算。",
        "期间 60日（自然日）。",
        "2023-11-03 至 2023-11-12 不计入，共 10 日；2023-11-13 恢复计算。",
        "末日 2024-01-10。",
    ]


def test_a_day_that_stands_for_another_says_so_and_the_stated_one_does_not() -> None:
    inferred = zh("N4", "2026-08-03 收案", "2026-08-05 通知补正")
    assert "2026-08-05 通知补正（以该日代替未填的日期），当日不计入，自 2026-08-06 起算。" in inferred
    stated = zh("N4", "2026-08-03 收案", "2026-08-05 通知补正 签收日期=2026-08-07")
    assert "2026-08-07 签收，当日不计入，自 2026-08-08 起算。" in stated


def test_a_notice_of_hearing_is_counted_backwards() -> None:
    told = zh("N9h", "2026-08-06 收案", "2026-08-06 受理", "2026-10-08 通知听证 听证日期=2026-10-15")
    assert told[1:] == [
        "听证日 2026-10-15，由此向前倒算，当日不计入。",
        "期间 5个工作日。",
        "2026-10-10 国庆节调休上班，计入。",
        "2026-10-11 星期日，不计入。",
        "末日 2026-10-09。",
        "2026-10-08 完成。",
        "应于听证五日前书面通知当事人。",
    ]


def test_a_stated_last_day_a_provisional_year_and_a_doubtful_rule_are_told() -> None:
    decided = "2026-07-31 结案 结案方式=责令履行 履行期限届满日=2027-01-01"
    told = zh("N20", "2026-06-01 收案", "2026-06-03 受理", decided, "2026-08-10 送达")
    assert "文书写明了末日。" in told
    assert "2027-01-01 元旦，顺延。" in told
    assert "暂定：涉及的年份尚无放假安排，只计周末和法定节日；启用安排后重算。" in told
    assert "此规则系推断，请核对依据。" in told


def test_months_are_named_as_months() -> None:
    told = zh("A22", "2026-08-03 收案", "2026-08-05 收到检察建议", register="litigation", law="litigation-2017")
    assert "期间 2个月。" in told


def test_a_deadline_that_the_steps_do_not_give_has_no_reasons() -> None:
    steps = [read_step("2026-08-03 收案", 1, REVIEW)]
    edition = default_lawbook().edition("review-2026")
    found = compute(steps, edition, REVIEW, procedure=None, instance=None, calendar=CALENDAR)
    other = found[0]._replace(rule="N99")
    told = explain(other, steps, edition, REVIEW, procedure=None, instance=None, calendar=CALENDAR)
    assert told == ()


@pytest.mark.parametrize("scenario", scenarios(), ids=str)
def test_every_deadline_has_reasons_that_end_on_its_day(scenario: Scenario) -> None:
    played = play(scenario)
    edition = default_lawbook().edition(played.law)
    for deadline in played.deadlines:
        told = explain(
            deadline,
            played.steps,
            edition,
            scenario.register,
            procedure=scenario.procedure,
            instance=scenario.instance,
            calendar=CALENDAR,
        )
        assert told[0].zh.startswith(f"{deadline.rule} ")
        assert all("None" not in line.zh + line.en for line in told)
        assert ends_with(deadline) in " ".join(line.zh for line in told)


def ends_with(deadline: Deadline) -> str:
    """What the reasons must say of the end."""
    return f"剩余 {deadline.remaining} 日" if deadline.due_on is None else f"{deadline.due_on}。"
