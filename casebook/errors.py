"""One family of errors: a class is an exit status, a slug and a message with its remedy, in both languages.

A message says what and where, then the rule, then what to do; one to three lines. Facts are
formatted into it by name; a fact that is ``Words`` is said in the language of the user.
"""

from __future__ import annotations

from typing import ClassVar

from casebook.words import Language, Words, inert

DONE, FINDING, REFUSED, NO_BOOK = 0, 1, 2, 3


class CasebookError(Exception):
    """Base of all errors that a user can cause. Never raised itself."""

    exit_status: ClassVar[int] = REFUSED
    slug: ClassVar[str] = ""
    zh: ClassVar[str] = ""
    en: ClassVar[str] = ""

    def __init__(self, **facts: object) -> None:
        super().__init__(self.slug)
        self.facts = facts

    def say(self, language: Language) -> str:
        """Return the message in ``language``, one to three lines: what a user wrote adds none."""
        template = self.zh if language == "zh" else self.en
        told = {name: fact.say(language) if isinstance(fact, Words) else fact for name, fact in self.facts.items()}
        return template.format_map(
            {name: fact if isinstance(fact, int) else inert(str(fact)) for name, fact in told.items()}
        )

    def __str__(self) -> str:
        return self.say("en")


def listed(words: list[Words] | tuple[Words, ...]) -> Words:
    """Return ``words`` as one list in each language."""
    return Words("、".join(each.zh for each in words), ", ".join(each.en for each in words))


class UnknownCode(CasebookError):
    """A word that is neither code nor label of the field."""

    slug = "unknown-code"
    zh = "{field}：不认识“{value}”。\n可用：{choices}"
    en = "{field}: “{value}” is not known.\nKnown: {choices}"


class WrongDate(CasebookError):
    """A text that is no date."""

    slug = "wrong-date"
    zh = "日期“{value}”不存在或写法不认识。\n写作 2023-03-05、2023.3.5、2023/3/5、2023年3月5日、today 或 yesterday。"
    en = "“{value}” is not a date, or not one that exists.\nWrite 2023-03-05, 2023.3.5, 2023/3/5, 2023年3月5日, today or yesterday."


class DateInFuture(CasebookError):
    """A step cannot be logged before it has happened."""

    slug = "date-in-future"
    zh = "日期 {on} 晚于今天（{today}）。\n只登记已经发生的事；请核对日期。"
    en = "{on} is after today ({today}).\nOnly what has happened is logged; check the date."


class StepNotInRegister(CasebookError):
    """A step that the register does not have under the governing law."""

    slug = "step-not-in-register"
    zh = "{register}（{law}）没有“{step}”这一节点。\n可登记的节点：{choices}"
    en = "{register} under {law} has no step “{step}”.\nIts steps: {choices}"


class StepNotAllowed(CasebookError):
    """A step that the status of its day does not allow."""

    slug = "step-not-allowed"
    zh = "{number}：{on} 处于“{status}”，不能登记“{step}”。\n依据：{article}。\n此时可以登记：{allowed}"
    en = "{number}: on {on} it is “{status}”; the step “{step}” is not allowed.\nRule: {article}.\nAllowed then: {allowed}"


class StepBeforeReceipt(CasebookError):
    """A step dated before the case was received."""

    slug = "step-before-receipt"
    zh = "{number}：“{step}”的日期 {on} 早于收案日期 {received_on}。\n请核对日期；收案日期有误的，用 correct 更正登记号 {entry_no}。"
    en = "{number}: “{step}” on {on} is before the case was received on {received_on}.\nCheck the date; if the receipt is wrong, correct entry {entry_no}."


class StepImpossible(CasebookError):
    """A step that would make a later one impossible."""

    slug = "step-impossible"
    zh = "{number}：在 {on} 登记“{step}”，会使 {later_on} 的“{later}”（登记号 {entry_no}）不能成立。\n请核对日期，或先更正、冲销后一登记。"
    en = "{number}: “{step}” on {on} would make “{later}” on {later_on} (entry {entry_no}) impossible.\nCheck the date, or correct or strike the later entry first."


class StepTooOften(CasebookError):
    """One more of a step than the law gives a case."""

    slug = "step-too-often"
    zh = "{number}：“{step}”一案只能有 {times} 次，已在登记号 {earlier} 登记。\n依据：{article}。如登记有误，请用 correct 更正。"
    en = "{number}: a case has “{step}” at most {times} time(s); entry {earlier} already logs it.\nRule: {article}. If that entry is wrong, use correct."


class DetailNotKnown(CasebookError):
    """A value given with --set that the step does not take."""

    slug = "detail-not-known"
    zh = "“{step}”没有 {name} 这一项。\n可用 --set 填写：{choices}"
    en = "“{step}” has no value named {name}.\nIt takes with --set: {choices}"


class DetailWrong(CasebookError):
    """A value given with --set that is missing, or more than the law gives."""

    slug = "detail-wrong"
    zh = "“{step}”的 {name} {why}。\n依据：{article}。请用 --set {name}=… 填写。"
    en = "{name} of “{step}” {why}.\nRule: {article}. Give it with --set {name}=…"


class OutcomeMissing(CasebookError):
    """A conclusion without an outcome."""

    slug = "outcome-missing"
    zh = "结案须写明结案方式。\n可用：{choices}"
    en = "A conclusion needs an outcome.\nKnown: {choices}"


class OutcomeNotKnown(CasebookError):
    """An outcome that the governing law or the instance does not know."""

    slug = "outcome-not-known"
    zh = "{register}：{law}没有“{outcome}”这一结案方式。\n可用：{choices}"
    en = "{register}: {law} does not know the outcome “{outcome}”.\nKnown: {choices}"


class GroundMissing(CasebookError):
    """A step that needs its ground."""

    slug = "ground-missing"
    zh = "“{step}”须用 --ground 写明事由。\n可用：{choices}"
    en = "“{step}” needs its ground, given with --ground.\nKnown: {choices}"


class GroundNotKnown(CasebookError):
    """A ground that the law does not know for this step or outcome."""

    slug = "ground-not-known"
    zh = "“{of}”（{law}）没有事由“{ground}”。\n可用：{choices}"
    en = "“{of}” under {law} has no ground “{ground}”.\nKnown: {choices}"


class CaseUnknown(CasebookError):
    """No case has this number."""

    slug = "case-unknown"
    zh = "没有案号为“{number}”的案件。\n用 casebook list 查看案号；{near}"
    en = "No case has the number “{number}”.\nSee the numbers with casebook list; {near}"


class CaseAmbiguous(CasebookError):
    """Several cases fit the short form of a number."""

    slug = "case-ambiguous"
    zh = "“{number}”对应 {count} 个案件：{choices}\n请写得更完整，或写全案号。"
    en = "“{number}” fits {count} cases: {choices}\nWrite more of the number, or all of it."


class NumberTaken(CasebookError):
    """A number that another case of the register has."""

    slug = "number-taken"
    zh = "{register}已有案号“{number}”（登记号 {entry_no}）。\n案号在一个台账内不得重复（括号、全半角不计）。"
    en = "{register} already has the number “{number}” (entry {entry_no}).\nNumbers are unique in a register, whatever the brackets and widths."


class NumberUnusable(CasebookError):
    """A text that cannot be a case number."""

    slug = "number-unusable"
    zh = "案号“{number}”不能使用：为空、过长（超过 {longest} 字）或含控制字符。\n请按文书上的案号填写。"
    en = "“{number}” cannot be a case number: empty, longer than {longest} characters, or with control characters.\nWrite it as on the paper."


class EntryUnknown(CasebookError):
    """The case has no such entry."""

    slug = "entry-unknown"
    zh = "{number} 没有登记号 {entry_no} 的有效登记。\n其有效登记：{choices}。用 casebook history 查看。"
    en = "{number} has no live entry {entry_no}.\nIts live entries: {choices}. See casebook history."


class BatchUnknown(CasebookError):
    """No import has this number, or nothing of it counts any more."""

    slug = "batch-unknown"
    zh = "没有批次 {batch}，或其内容已全部冲销。\n批次号是导入时给出的登记号，见导入结果或 casebook history。"
    en = "There is no import {batch}, or nothing of it counts any more.\nIts number is the entry that the import printed; see casebook history."


class StepOfEntryUnclear(CasebookError):
    """The entry told several steps of the case."""

    slug = "step-of-entry-unclear"
    zh = "登记号 {entry_no} 含有多个节点：{choices}。\n请用 --step 指明要更正哪一个。"
    en = "Entry {entry_no} tells several steps: {choices}.\nSay with --step which one is meant."


class StruckStepsHold(CasebookError):
    """Later steps rest on the one to be struck."""

    slug = "later-steps-rest-on-it"
    zh = "{number}：不能冲销登记号 {entry_no}，后续登记以它为前提：{later}。\n请先冲销后续登记，或用 correct 更正。"
    en = "{number}: entry {entry_no} cannot be struck; later ones rest on it: {later}.\nStrike those first, or use correct."


class NothingToCorrect(CasebookError):
    """A correction that changes nothing."""

    slug = "nothing-to-correct"
    zh = "登记号 {entry_no} 的更正没有写明要改什么，或与原登记相同。\n请给出 --on、--outcome、--ground 或 --set 名称=值。"
    en = "The correction of entry {entry_no} changes nothing.\nGive --on, --outcome, --ground or --set name=value."


class ReasonMissing(CasebookError):
    """A correction, a strike, a mask or a late entry without a reason."""

    slug = "reason-missing"
    zh = "更正、冲销、遮蔽、--late 和 --unmasked 须用 --reason 写明理由。\n理由与登记一并保存，日后可查。"
    en = "A correction, a strike, a mask, --late and --unmasked need a reason, given with --reason.\nIt is kept with the entry."


class ExtensionTooLate(CasebookError):
    """An extension dated after the period has run out."""

    slug = "extension-too-late"
    zh = "{number}：审理期限已于 {due_on} 届满，{on} 不能再延期。\n依据：{article}。"
    en = "{number}: the period ended on {due_on}; it cannot be extended on {on}.\nRule: {article}."


class WrongProcedure(CasebookError):
    """A step that the case's procedure does not have."""

    slug = "wrong-procedure"
    zh = "{number}：{procedure}没有“{step}”。\n依据：{article}。"
    en = "{number}: {procedure} procedure has no “{step}”.\nRule: {article}."


class BadValue(CasebookError):
    """A value that the field cannot take."""

    slug = "bad-value"
    zh = "{field}：“{value}”不能使用。\n{rule}"
    en = "{field}: “{value}” cannot be used.\n{rule}"


class WrongPeriod(CasebookError):
    """A text that names no period."""

    slug = "wrong-period"
    zh = (
        "统计期间“{value}”的写法不认识。\n"
        "写作 2023、2023H1、2023Q3、2023-09、2023-01-01..2023-10-16、last-month、this-month、"
        "last-quarter、this-year 或 last-year；也可写 2023年上半年、上月、今年等。"
    )
    en = (
        "“{value}” is not a period.\n"
        "Write 2023, 2023H1, 2023Q3, 2023-09, 2023-01-01..2023-10-16, last-month, this-month, "
        "last-quarter, this-year or last-year."
    )


class PeriodBackwards(CasebookError):
    """A period that ends before it begins."""

    slug = "period-backwards"
    zh = "统计期间止于 {end}，早于起始日 {start}。\n起止两日都计入期间；请把较早的日期写在前面。"
    en = "The period ends on {end}, before it begins on {start}.\nBoth days are included; write the earlier day first."


class WrongYearStart(CasebookError):
    """A text that is no day to begin a reporting year on."""

    slug = "wrong-year-start"
    zh = "“{value}”不能作为统计年度的起始日。\n写作 月-日，如 12-11，且须是每年都有的日子。"
    en = "“{value}” cannot begin a reporting year.\nWrite month-day, such as 12-11, a day that every year has."


class FigureUnknown(CasebookError):
    """A selector or name that leads to no figure of the report."""

    slug = "figure-unknown"
    zh = "“{value}”不是{register}报表中的数字。\n可用：{choices}"
    en = "“{value}” is no figure of a report of {register}.\nKnown: {choices}"


class BaseNotInRegister(CasebookError):
    """A base that the register does not have."""

    slug = "base-not-in-register"
    zh = "{register}没有统计基数“{base}”。\n可用：{choices}"
    en = "{register} has no base “{base}”.\nKnown: {choices}"


class TooManyDimensions(CasebookError):
    """A breakdown by more than two dimensions."""

    slug = "too-many-dimensions"
    zh = "“{value}”超过两个分组。\n一个 --by 最多交叉两个分组；多个分组请重复 --by。"
    en = "“{value}” names more than two dimensions.\nOne --by crosses at most two; give --by again for another breakdown."


class EntryNotYet(CasebookError):
    """A state of knowledge that the book has not reached."""

    slug = "entry-not-yet"
    zh = "登记号 {known_at} 还不存在，台账最后一条是 {last}。\n--known-at 写已有的登记号。"
    en = "There is no entry {known_at} yet; the book ends with entry {last}.\nGive --known-at the number of an entry."


class AsOfBeforePeriod(CasebookError):
    """A day of reckoning before the period."""

    slug = "as-of-before-period"
    zh = "截止日 {as_of} 早于统计期间的起始日 {start}。\n请改用更早的期间或更晚的截止日。"
    en = "{as_of} is before the period begins ({start}).\nGive an earlier period or a later --as-of."


class CellRefused(CasebookError):
    """A value of a new case that cannot stand."""

    slug = "cell-refused"
    zh = "{column}：{value}\n{reason}"
    en = "{column}: {value}\n{reason}"


class OutcomeNotOfStep(CasebookError):
    """An outcome with a step that closes nothing."""

    slug = "outcome-not-of-step"
    zh = "“{step}”没有结案方式。\n结案方式只用于 close，或 record … conclude --outcome。"
    en = "“{step}” has no outcome.\nAn outcome goes with close, or with record … conclude --outcome."


class CellMissing(CasebookError):
    """A value that a new case needs."""

    slug = "cell-missing"
    zh = "{column}：{reason}。\n请用 {option} 填写。"
    en = "{column}: {reason}.\nGive it with {option}."


class RuleUnknown(CasebookError):
    """A word that names no rule on deadlines."""

    slug = "rule-unknown"
    zh = "没有期限规则“{value}”。\n可用：{choices}"
    en = "There is no rule “{value}” on deadlines.\nKnown: {choices}"


class RuleNotInForce(CasebookError):
    """A rule that the law of the day does not have."""

    slug = "rule-not-in-force"
    zh = "{on} 适用的{law}没有期限 {rule}。\n其期限：{choices}"
    en = "{law}, which governs on {on}, has no deadline {rule}.\nIts deadlines: {choices}"


class RuleNotSupposable(CasebookError):
    """A rule whose deadline no single day decides on."""

    slug = "rule-not-supposable"
    zh = "{rule} 不能按假定的日期推算：{why}。\n请改问另一期限，或登记后用 due --why 案号 {rule}。"
    en = "{rule} cannot be computed from a supposed day: {why}.\nAsk for another rule, or record the step and use due --why CASE {rule}."


class DeadlineMissing(CasebookError):
    """A deadline that the case does not have."""

    slug = "deadline-missing"
    zh = "{number} 没有期限 {rule}。\n现有：{choices}"
    en = "{number} has no deadline {rule}.\nIt has: {choices}"
