"""What each command does, in one sentence and one example: the top of its help."""

from __future__ import annotations

from typing import NamedTuple

from casebook.cli.session import say


class Help(NamedTuple):
    """The help of a command in both languages, with examples."""

    zh: str
    en: str
    examples: tuple[str, ...]

    def text(self) -> str:
        """Return the help in the language of this invocation."""
        lines = "\n".join(f"  {example}" for example in self.examples)
        return f"{say(self.zh, self.en)}\n\n\b\n{say('例：', 'Example:')}\n{lines}"


# What the framework writes around our own words.
_CHINESE = (
    ("Usage:", "用法："),
    ("Options:", "选项："),
    ("Arguments:", "参数："),
    ("Commands:", "命令："),
    ("[OPTIONS]", "[选项]"),
    ("COMMAND [ARGS]...", "命令 [参数]…"),
    ("Show this message and exit.", "显示本帮助"),
    ("[required]", "[必填]"),
    ("[default: ", "[缺省："),
)


def localised(text: str) -> str:
    """Return a help page with the framework's own words in the language of this invocation."""
    for english, chinese in _CHINESE:
        text = say(text.replace(english, chinese), text)
    return text


def _help(zh: str, en: str, *examples: str) -> Help:
    return Help(zh, en, examples)


HELP = {
    "init": _help(
        "建立一本新台账。",
        "Create a new book.",
        "casebook init --bureau 南昌县司法局 --organ 南昌县人民政府 --number-word 南府复",
    ),
    "intake": _help(
        "登记一件新案，给出案号。",
        "Log a new case and print its number.",
        "casebook intake review --received 2026-09-01 --applicant 王某 --respondent 南昌县公安局 --matter penalty",
        "casebook intake 行政应诉 --received 2026-09-02 --number （2026）赣0121行初5号 --instance 一审",
    ),
    "record": _help(
        "登记一个程序节点。",
        "Record a step of a case.",
        "casebook record 2026-12 accept --on 2026-09-04",
        "casebook record 12号 中止 --on 2026-09-20 --ground other_case",
    ),
    "close": _help(
        "登记结案。",
        "Record the conclusion of a case.",
        "casebook close 2026-12 maintain --on 2026-10-20",
        "casebook close 2026-12 终止 --on 2026-10-20 --ground 和解 --also 2026-13",
    ),
    "correct": _help(
        "更正一条登记；原登记保留可查。",
        "Correct an earlier entry; it stays readable.",
        "casebook correct 2026-12 5 --on 2026-09-05 --reason 日期录入有误",
    ),
    "strike": _help(
        "冲销一条登记，或整次导入；原登记保留可查。",
        "Strike an earlier entry, or a whole import; it stays readable.",
        "casebook strike 2026-12 5 --reason 登记错案",
        "casebook strike --batch 812 --reason 导错了表",
    ),
    "undo": _help(
        "撤回本人最后一次登记（收案、节点、结案、更正、冲销或整次导入）；原登记保留可查。",
        "Take back one's own last act (intake, step, close, correction, strike or import); it stays readable.",
        "casebook undo",
        "casebook undo --reason 登错了案件",
    ),
    "mask": _help(
        "依法遮蔽当事人的姓名：各登记卡上均不再有该姓名，数字和日志不变。不可恢复。",
        "Mask the name of a party on legal grounds, on every card of the case, for good; figures and journal stay.",
        "casebook mask 2026-12 王某某 --reason 依个人信息保护法第四十七条申请删除",
        "casebook mask 2026-12 王某某 --as 王某 --role applicant --reason 未成年人",
    ),
    "show": _help(
        "显示一件案件：登记卡、过程、期限。",
        "Show a case: card, timeline, deadlines.",
        "casebook show 2026-12",
    ),
    "history": _help(
        "显示一件案件由谁何时登记，含已冲销的。",
        "Show who recorded what when, struck lines included.",
        "casebook history 2026-12",
    ),
    "list": _help(
        "列出案件，可按各栏筛选。",
        "List cases, filtered by any field.",
        "casebook list review --status open --handler 李四",
        "casebook list --closed-in 2026Q3 --outcome 撤销",
    ),
    "search": _help(
        "按写过的文字找案件：当事人、案号、承办人、备注等；列出文字所在之处。全角半角、大小写、括号、空格不限。",
        "Find cases by what was written: parties, numbers, handlers, notes; shows where. Width, case, brackets and "
        "white space do not matter.",
        "casebook search 王某",
        "casebook search 王某 罚款 --register review",
        "casebook search 赣0121行初5号 --format json",
        "casebook search 张某 --struck --limit 10",
    ),
    "due": _help(
        "列出期限：何时之前须做何事。加 --why 说明算法。",
        "List what must be done by when. With --why: how a deadline was computed.",
        "casebook due --within 7",
        "casebook due --own --within 1 --fail-on due",
        "casebook due --why 2026-12 N10",
        "casebook due --why --if-received 2026-09-30 N8",
        "casebook due --format ics",
    ),
    "report": _help(
        "统计报表：汇总表、报告文字及其他报表（见 form list）；可按口径、对比、写成文件。",
        "Figures: the summary, the sentence and other forms (form list), by a scheme, compared, written to files.",
        "casebook report --period 2026H1",
        "casebook report official-review 2025 --format xlsx --out 2025.xlsx",
        "casebook report sentence --period 2026 --explain",
        "casebook report --period 2026 --compare year",
        "casebook report last-month --all-registers --out reports --format xlsx,docx --if-changed",
        "casebook report --period 2026 --cases outcome=revoke",
    ),
    "import": _help(
        "从表格（xlsx、xls、ods、csv）导入案件；先用 --dry-run 预览。",
        "Import cases from a table (xlsx, xls, ods, csv); --dry-run shows first what would be done.",
        "casebook import 台账.xlsx --dry-run",
        "casebook import 台账.xls --map 立案时间=intake_on --save-profile 县局",
    ),
    "export": _help(
        "导出案件：.csv、.xlsx 或 .jsonl。缺省遮蔽个人信息；--unmasked 保留姓名，须写理由并记入台账。",
        "Export cases as .csv, .xlsx or .jsonl. Personal data are masked; --unmasked needs a reason and is logged.",
        "casebook export cases.xlsx",
        "casebook export 2026.csv --received-in 2026 --bom",
        "casebook export all.xlsx --what all",
        "casebook export cases.csv --unmasked --reason 移交市局",
    ),
    "check": _help(
        "检查台账。项目及含义见 check --list；写出名称则只查这些项目。",
        "Check the book. check --list says what is looked at; named checks are run alone.",
        "casebook check --strict",
        "casebook check number-book digest",
        "casebook check --seal 812:3f9a…",
    ),
    "seal": _help(
        "印出封印：末条登记的号和摘要，可附在报表末尾；以后用 check --seal 证明此前未被改动。",
        "Print number and digest of the last entry. check --seal proves later that nothing before it was changed.",
        "casebook seal",
        "casebook seal --known-at 812",
    ),
    "rebuild": _help(
        "由登记重新推导全部案件的状态、期限和索引；登记不变。",
        "Derive the state and deadlines of every case anew from the journal, indexes too; the journal stays as it is.",
        "casebook rebuild",
    ),
    "backup": _help(
        "备份台账并核验；他人正在登记也可备份。--keep 存入文件夹，只留最近几份；--encrypt 加密。",
        "Back up the book and verify the copy, while others write. --keep rotates backups in a folder; --encrypt.",
        "casebook backup cases-2026-11-21.db",
        "casebook backup --keep 30 backups",
        "casebook backup --encrypt --key-file office.key cases-2026-11-21.db.age",
    ),
    "restore": _help(
        "由备份恢复台账（casebook --book 新台账 restore …）；核验后才启用。已有台账须用 --replace，并保留一份原件。",
        "Restore the book that --book names from a backup, once it is verified. Over a book only with --replace, which "
        "keeps a copy of it.",
        "casebook restore cases-2026-11-21.db",
        "casebook restore --replace cases-2026-11-21.db",
    ),
    "rescue": _help(
        "由损坏的台账抢救出新台账（casebook --book 新台账 rescue …）：保留摘要相符的登记，列出丢失的；"
        "有丢失则退出状态为 1。",
        "Make the new book that --book names of what is sound in a damaged one, and list what is lost; exit status 1 "
        "where anything is.",
        "casebook rescue damaged.db",
    ),
    "law": _help(
        "适用法律：列出版本，显示程序。",
        "The law: list its editions, show their steps.",
        "casebook law show review-2023",
    ),
    "law list": _help("列出法律版本。", "List the editions of the law.", "casebook law list"),
    "law show": _help(
        "显示一个版本的程序节点、结案方式、期限。",
        "Show the steps, outcomes and deadlines of an edition.",
        "casebook law show review-2026",
    ),
    "calendar": _help(
        "工作日历：显示年份，启用放假安排，核对。",
        "The calendar: show a year, adopt a holiday notice, check.",
        "casebook calendar show 2026",
    ),
    "calendar show": _help(
        "显示一年的放假和调休上班日。",
        "Show the days off and the weekend days worked of a year.",
        "casebook calendar show 2026",
    ),
    "calendar adopt": _help(
        "启用一年的放假安排，并重算涉及的期限。写法见 docs/calendar.md。",
        "Adopt the holiday notice of a year and compute anew what it touches. The form: docs/calendar.md.",
        "casebook calendar adopt 2027.toml",
    ),
    "calendar check": _help(
        "核对各年放假天数；十月起缺下一年安排的予以指出。",
        "Check whether the years add up; from October on, whether next year's notice is missing.",
        "casebook calendar check",
    ),
    "freeze": _help(
        "封存报表：保留报送时的数字，以后的更正不改变它。--close 同时封闭期间。",
        "Keep the figures of a report as sent; later corrections do not change them. --close closes the period.",
        "casebook freeze summary --period 2026H1 --close",
        "casebook freeze summary official-review --period 2025 --note 报市司法局",
    ),
    "compare": _help(
        "比对已封存的报表：当时、现在、差额和造成差异的案件；有差异则退出状态为 1。",
        "Compare frozen reports with the book: then, now, difference and cases; exit status 1 where any differs.",
        "casebook compare",
        "casebook compare 3 --format md",
    ),
    "target": _help("年度目标。", "The targets of a year.", 'casebook target set loss "<=8%"'),
    "target set": _help(
        "设定年度目标；以后的报表列出差距和走势。",
        "Set a target; reports of the year print distance and trend.",
        'casebook target set loss "<=8%"',
        'casebook target set 出庭应诉率 ">=95%" --year 2026',
        'casebook target set flow.received "<last-year" --register litigation',
    ),
    "target drop": _help("撤销目标。", "Withdraw a target.", "casebook target drop loss --reason 考核办法修订"),
    "target list": _help("列出目标。", "List the targets.", "casebook target list --year 2026"),
    "scheme": _help("统计口径。", "Counting schemes.", "casebook scheme show standard"),
    "scheme list": _help("列出统计口径。", "List the counting schemes.", "casebook scheme list"),
    "scheme show": _help(
        "用文字说明一个统计口径：每个比率的定义、上期结转和办结的含义、取舍。",
        "Print a counting scheme in words: every rate's definition, what carried in and closed mean, rounding.",
        "casebook scheme show broad",
    ),
    "scheme adopt": _help(
        "把一个统计口径定为本台账的缺省口径；也可启用自己的 TOML 文件。",
        "Make a counting scheme the book's own, a shipped one or a TOML file of yours.",
        "casebook scheme adopt all-closed",
        "casebook scheme adopt our-city.toml --reason 市局通知",
    ),
    "form": _help("报表。", "Forms.", "casebook form list"),
    "form list": _help("列出报表。", "List the forms.", "casebook form list"),
    "form show": _help(
        "用文字说明报表的行和栏统计什么、须满足哪些勾稽关系。",
        "Say what the rows and columns of a form count, and the identities that must hold.",
        "casebook form show official-review",
    ),
    "form adopt": _help(
        "启用本单位自己的报表（TOML）。写法见 docs/forms.md。",
        "Add a form of the office's own (TOML). docs/forms.md says how it is written.",
        "casebook form adopt city-monthly.toml",
    ),
    "officer": _help(
        "人员及其权限：按系统账号登记。", "Officers and what they may do, by their account.", "casebook officer list"
    ),
    "officer add": _help(
        "登记一个账号的姓名和权限；再次登记即改变权限。首先登记的须有 freeze（封存）。",
        "Register whose an account is and what it may do; add it again to change that. The first one needs freeze.",
        "casebook officer add wang --name 王科员 --role freeze --role correct --role enter",
        "casebook officer add li --name 李科员 --role 登记,更正 --reason 新到岗",
    ),
    "officer list": _help(
        "列出已登记的人员。", "List the officers that are registered.", "casebook officer list --format json"
    ),
    "officer remove": _help(
        "取消一个账号的登记；其原有登记不变。",
        "Take an account off the list; what it logged stays.",
        "casebook officer remove li --reason 调离",
    ),
    "profile": _help(
        "导入方案：本单位表格的列名和用语。", "Profiles: the headers and words of an office.", "casebook profile list"
    ),
    "profile list": _help("列出保存的导入方案。", "List the profiles that are kept.", "casebook profile list"),
    "profile show": _help(
        "显示导入方案（可交换的 TOML）。",
        "Print a profile, as the file that offices exchange.",
        "casebook profile show 县局",
    ),
    "profile test": _help(
        "试认一个文件：列、台账、表头行和把握；有不认识的列则退出状态为 1。",
        "Say what a profile recognises in a file; exit status 1 where something is unknown.",
        "casebook profile test 县局 台账.xlsx",
    ),
}
