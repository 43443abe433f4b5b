"""The field's standard terms: every code with its Chinese and English label.

Codes are what scripts, JSON and CSV carry; labels are what people read. The Chinese labels are
those of the registers of justice bureaus and of the statutes.
"""

from __future__ import annotations

from casebook.errors import UnknownCode, listed
from casebook.words import Vocabulary, Words, term

NOT_STATED = "not_stated"
FEW = 6  # a vocabulary so small is shown whole to who misspells one of its words
NOT_STATED_LABEL = Words("未填", "not stated")

REVIEW, REVIEW_DEFENCE, LITIGATION = "review", "review-defence", "litigation"

REGISTER = Vocabulary(
    Words("台账", "register"),
    term(REVIEW, "行政复议", "administrative review", "复议"),
    term(REVIEW_DEFENCE, "被复议", "review, as respondent", "review_defence", "行政复议答复", "应复"),
    term(LITIGATION, "行政应诉", "litigation", "应诉", "行政诉讼"),
)

# The word of numbers that the book gives where it has no word of its own for the register.
NUMBER_WORD = {REVIEW: "行复", REVIEW_DEFENCE: "被复", LITIGATION: "应诉"}

STATUS = Vocabulary(
    Words("办理状态", "status"),
    term("received", "待审查", "received"),
    term("supplementing", "补正中", "awaiting supplement"),
    term("open", "审理中", "open", "办理中"),
    term("suspended", "中止", "suspended", "中止中"),
    term("closed", "已结案", "closed", "审结", "办结"),
    term("not_accepted", "未受理", "not accepted"),
)

STEP = Vocabulary(
    Words("程序节点", "step"),
    term("receive", "收案", "receive", "收到"),
    term("ask_supplement", "通知补正", "ask for supplement", "补正通知"),
    term("supplement", "补正", "supplement", "补正材料收到"),
    term("accept", "受理", "accept", "立案"),
    term("refuse", "不予受理", "refuse"),
    term("refer", "转送", "refer", "告知"),
    term("withdraw", "受理前撤回", "withdraw before acceptance"),
    term("settle", "案前化解", "settle before acceptance", "受理前化解"),
    term("abandon", "视为放弃", "deem abandoned", "视为放弃申请"),
    term("no_further", "不再处理", "no further handling", "告知不再处理"),
    term("notify", "送达副本", "send copy", "发送答复通知"),
    term("respondent_received", "被申请人签收", "respondent received copy"),
    term("reply", "答复", "reply", "答辩"),
    term("plan_hearing", "通知听证", "give notice of hearing"),
    term("hear", "听证/开庭", "hear", "听证", "开庭"),
    term("suspend", "中止", "suspend"),
    term("resume", "恢复", "resume", "恢复审理"),
    term("extend", "延期", "extend", "延长"),
    term("convert", "转换程序", "convert procedure", "转普通程序"),
    term("conclude", "结案", "conclude", "审结"),
    term("serve", "送达", "serve"),
    term("appeal", "上诉", "appeal"),
    term("effective", "生效", "take effect"),
    term("perform", "履行", "perform"),
    term("order_performance_notice", "责令限期履行通知", "notice to perform"),
    term("opinion_letter", "行政复议意见书", "review opinion letter", "意见书"),
    term("opinion_reported", "意见书落实报告", "report on opinion letter"),
    term("proposal_letter", "行政复议建议书", "review proposal letter", "建议书"),
    term("sued", "被诉", "sued"),
    term("judicial_advice", "收到司法建议", "judicial advice", "司法建议"),
    term("advice_answered", "答复司法建议", "judicial advice answered"),
    term("procuratorial_advice", "收到检察建议", "procuratorial advice", "检察建议"),
)

INTAKE_RESULT = Vocabulary(
    Words("立案审查结果", "intake result"),
    term("accept", "受理", "accepted", "立案", "予以受理"),
    term("refuse", "不予受理", "refused", "不受理"),
    term("refer", "转送", "referred", "告知", "转送告知"),
    term("withdraw", "受理前撤回", "withdrawn before acceptance"),
    term("settle", "案前化解", "settled before acceptance", "受理前化解", "案前调解"),
    term("abandon", "视为放弃", "deemed abandoned", "视为放弃申请"),
    term("no_further", "不再处理", "no further handling", "告知不再处理"),
)

REVIEW_OUTCOME = Vocabulary(
    Words("结案方式", "outcome"),
    term("maintain", "维持", "maintained", "维持决定"),
    term("reject_application", "驳回申请", "application rejected", "驳回行政复议申请", "驳回复议申请"),
    term("reject_claim", "驳回请求", "claim rejected", "驳回行政复议请求", "驳回复议请求"),
    term("reject", "驳回", "rejected (ground unresolved)"),
    term("revoke", "撤销", "revoked"),
    term("revoke_part", "部分撤销", "revoked in part"),
    term("vary", "变更", "varied"),
    term("declare_unlawful", "确认违法", "declared unlawful"),
    term("declare_void", "确认无效", "declared void"),
    term("order_performance", "责令履行", "performance ordered", "责令限期履行", "责令履责", "限期履行"),
    term("decide_agreement", "行政协议", "agreement decided", "行政协议决定"),
    term("mediate", "调解", "mediated", "调解结案"),
    term("terminate", "终止", "terminated", "终止审理"),
    term("transfer", "移送", "transferred", "提级审理"),
    term("other", "其他", "other", "其它"),
)

LITIGATION_OUTCOME = Vocabulary(
    Words("结案方式", "outcome"),
    term("dismiss_suit", "驳回起诉", "suit dismissed"),
    term("reject_claims", "驳回诉讼请求", "claims rejected", "判决驳回"),
    term("reject", "驳回", "rejected (kind unresolved)"),
    term("revoke", "撤销", "revoked", "判决撤销"),
    term("revoke_part", "部分撤销", "revoked in part"),
    term("vary", "变更", "varied"),
    term("declare_unlawful", "确认违法", "declared unlawful"),
    term("declare_void", "确认无效", "declared void"),
    term("order_performance", "责令履行", "performance ordered", "限期履行", "履行法定职责", "责令限期履行"),
    term("order_payment", "判决给付", "payment ordered", "履行给付义务", "给付"),
    term("compensate", "判决赔偿", "compensation ordered", "赔偿", "行政赔偿"),
    term("decide_agreement", "行政协议", "agreement decided", "行政协议判决"),
    term("mediate", "调解", "mediated", "调解结案", "行政调解书"),
    term("withdraw", "准许撤诉", "withdrawn", "撤诉", "撤回起诉", "准许撤回起诉", "准予撤诉"),
    term("deemed_withdrawn", "按撤诉处理", "deemed withdrawn", "按撤诉"),
    term("transfer", "移送", "transferred", "移送管辖"),
    term("end", "终结", "ended", "终结诉讼"),
    term("no_filing", "不予立案", "not filed"),
    term(
        "affirm",
        "驳回上诉，维持原判",
        "appeal dismissed, judgment affirmed",
        "维持原判",
        "驳回上诉",
        "驳回上诉,维持原判",
        "驳回上诉维持原判",
        "驳回上诉，维持原裁定",
        "维持原裁定",
        "维持",
    ),
    term("reverse", "改判", "reversed", "依法改判"),
    term("remand", "发回重审", "remanded", "撤销原判，发回重审", "发回"),
    term("order_filing", "指令立案", "filing ordered", "指令继续审理", "指令立案或继续审理"),
    term("appeal_withdrawn", "撤回上诉", "appeal withdrawn", "准许撤回上诉", "按撤回上诉处理"),
    term("retrial_refused", "驳回再审申请", "retrial refused"),
    term("retrial_ordered", "裁定再审", "retrial ordered", "提审", "指令再审", "提审或指令再审"),
    term("retrial_affirm", "再审维持", "affirmed on retrial", "再审维持原判"),
    term("retrial_reverse", "再审改判", "reversed on retrial"),
    term("retrial_remand", "再审发回", "remanded on retrial", "再审发回重审"),
    term("other", "其他", "other", "其它"),
)

REVIEW_FAMILY = Vocabulary(
    Words("结案类别", "outcome family"),
    term("maintain", "维持", "maintained"),
    term("reject", "驳回", "rejected"),
    term("revoke", "撤销", "revoked"),
    term("vary", "变更", "varied"),
    term("declare_unlawful", "确认违法", "declared unlawful"),
    term("declare_void", "确认无效", "declared void"),
    term("order_performance", "责令履行", "performance ordered"),
    term("mediate", "调解", "mediated"),
    term("terminate", "终止", "terminated"),
    term("other", "其他", "other"),
)

LITIGATION_FAMILY = Vocabulary(
    Words("结案类别", "outcome family"),
    term("reject", "驳回", "rejected"),
    term("revoke", "撤销", "revoked"),
    term("vary", "变更", "varied"),
    term("declare_unlawful", "确认违法", "declared unlawful"),
    term("declare_void", "确认无效", "declared void"),
    term("order_performance", "责令履行", "performance ordered"),
    term("pay", "给付赔偿", "payment or compensation"),
    term("withdraw", "撤诉", "withdrawn"),
    term("mediate", "调解", "mediated"),
    term("affirm", "维持原判", "affirmed"),
    term("reverse", "改判", "reversed"),
    term("remand", "发回重审", "remanded"),
    term("other", "其他", "other"),
)

TERMINATE_GROUND = Vocabulary(
    Words("终止事由", "ground of termination"),
    term("settled", "和解", "settled", "和解协议", "和解后撤回", "调解后撤回"),
    term("corrected", "被申请人改变后撤回", "withdrawn after respondent corrected itself", "改变撤回"),
    term("withdrawn", "撤回", "withdrawn", "自愿撤回", "撤回申请"),
    term("no_successor", "无承继人", "no successor", "申请人死亡或终止无承继人"),
    term("detention", "转为刑事强制措施", "criminal compulsory measure", "刑事强制措施"),
    term("suspension_expired", "中止期满", "suspended for sixty days", "中止满六十日"),
    term("other", "其他", "other", "其它"),
)

WITHDRAW_GROUND = Vocabulary(
    Words("撤诉事由", "ground of withdrawal"),
    term("voluntary", "自愿撤诉", "voluntary", "主动撤诉"),
    term("defendant_changed", "被告改变行政行为", "defendant changed its act", "被告改变后撤诉"),
    term("settled", "和解撤诉", "settled", "和解", "和解后撤诉"),
)

SUSPEND_GROUND = Vocabulary(
    Words("中止事由", "ground of suspension"),
    term("death", "申请人死亡", "applicant died"),
    term("capacity", "丧失行为能力", "applicant lost capacity", "申请人丧失行为能力"),
    term("missing", "下落不明", "applicant missing", "申请人下落不明"),
    term("succession", "组织终止待承继", "organisation ended, successor undecided"),
    term("force_majeure", "不可抗力", "force majeure", "不可抗力或其他正当理由"),
    term("mediation", "调解和解", "mediation or settlement", "调解", "和解"),
    term("interpretation", "法律适用待解释", "question of law awaits interpretation"),
    term("other_case", "待他案结果", "depends on another case", "以他案为依据"),
    term("norm_review", "规范性文件审查", "review of a normative document", "附带审查"),
    term("other", "其他", "other", "其它"),
)

REJECT_GROUND = Vocabulary(
    Words("驳回事由", "ground of rejection"),
    term("no_duty", "无法定职责或已履行", "no such duty, or already performed"),
    term("not_acceptable", "不符合受理条件", "conditions of acceptance not met"),
)

UNLAWFUL_GROUND = Vocabulary(
    Words("确认违法事由", "ground of the declaration"),
    term("public_interest", "撤销将损害公共利益", "revocation would harm the public interest"),
    term("minor_procedure", "程序轻微违法", "minor procedural fault"),
    term("other", "其他", "other", "其它"),
)

MATTER = Vocabulary(
    Words("申请复议事项", "matter"),
    term("penalty", "行政处罚", "penalty", "处罚"),
    term("coercion", "行政强制", "coercion", "强制", "行政强制措施", "行政强制执行"),
    term("expropriation", "行政征收", "expropriation", "征收", "行政征收征用"),
    term("licence", "行政许可", "licence", "许可"),
    term("title", "行政确权", "title", "确权"),
    term("confirmation", "行政确认", "confirmation", "确认"),
    term("disclosure", "政府信息公开", "disclosure of information", "信息公开"),
    term("complaint", "举报投诉处理", "handling of complaints", "投诉举报处理", "投诉举报"),
    term("inaction", "行政不作为", "inaction", "不作为"),
    term("agreement", "行政协议", "agreement"),
    term("compensation", "行政赔偿", "compensation", "赔偿"),
    term("other", "其他", "other", "其它"),
)

LEVEL = Vocabulary(
    Words("层级", "level"),
    term("township", "乡镇政府", "township", "乡镇", "乡镇人民政府"),
    term("county_department", "县级政府部门", "county department", "县级部门"),
    term("county_government", "县级政府", "county government", "县政府"),
    term("city_department", "市级政府部门", "city department", "市级部门"),
    term("city_government", "市级政府", "city government", "市政府"),
    term("province_department", "省级政府部门", "province department", "省级部门"),
    term("province_government", "省级政府", "province government"),
    term("state_council_department", "国务院部门", "department of the State Council"),
    term("other", "其他", "other", "其它"),
)

PROCEDURE = Vocabulary(
    Words("审理程序", "procedure"),
    term("ordinary", "普通程序", "ordinary", "普通"),
    term("summary", "简易程序", "summary", "简易"),
)

APPLICANT_KIND = Vocabulary(
    Words("申请人类别", "kind of applicant"),
    term("citizen", "公民", "citizen", "自然人", "个人"),
    term("organisation", "法人或其他组织", "organisation", "法人", "组织", "organization"),
)

INSTANCE = Vocabulary(
    Words("审级", "instance"),
    term("first", "一审", "first instance"),
    term("second", "二审", "second instance"),
    term("retrial_review", "再审审查", "review for retrial"),
    term("retrial", "再审", "retrial"),
)

ROLE = Vocabulary(
    Words("被告形式", "role"),
    term("sole", "单独被告", "sole defendant"),
    term("joint", "共同被告", "joint defendant"),
)

RANK = Vocabulary(
    Words("职级", "rank"),
    term("chief", "正职", "chief"),
    term("deputy", "副职", "deputy"),
    term("other", "其他", "other", "其它"),
)

YES_NO = Vocabulary(
    Words("是否", "yes or no"),
    term("yes", "是", "yes", "y", "true", "1", "有", "√", "已"),
    term("no", "否", "no", "n", "false", "0", "无", "×", "未"),
)

BOUND = Vocabulary(
    Words("义务人", "bound"),
    term("organ", "复议机关", "review organ"),
    term("respondent", "被申请人", "respondent"),
    term("applicant", "申请人", "applicant"),
    term("agency", "行政机关", "agency"),
    term("court", "法院", "court"),
)

DETAIL = Vocabulary(
    Words("附加信息", "detail"),
    term("received_on", "签收日期", "received on"),
    term("days", "天数", "days"),
    term("procedure", "审理程序", "procedure"),
    term("hearing_on", "听证日期", "hearing on"),
    term("own_power", "本机关有权处理", "own power"),
    term("forwarded_on", "转送日期", "forwarded on"),
    term("asked_on", "通知制定机关日期", "maker asked on"),
    term("redo", "责令重作", "ordered to act anew"),
    term("redo_days", "重作期限（日）", "days to act anew"),
    term("remedy", "补救措施", "remedial measures"),
    term("compensation", "赔偿数额（元）", "compensation (yuan)"),
    term("norm_review", "附带审查结果", "result of the normative review"),
    term("perform_days", "履行期限（日）", "days to perform"),
    term("perform_by", "履行期限届满日", "perform by"),
    term("by", "上诉人", "appellant"),
    term("urgent", "紧急情形", "urgent"),
    term("notice", "补正通知", "notice to supplement"),
    term("head_attended", "负责人出庭", "head attended"),
    term("head_name", "出庭负责人", "name of the head"),
    term("head_post", "负责人职务", "post of the head"),
    term("head_rank", "职级", "rank of the head"),
    term("absence", "未出庭理由", "reason of absence"),
    term("law", "适用法律", "governing law"),
)

OUTCOME_KIND = Vocabulary(
    Words("结案文书种类", "kind of outcome"),
    term("decision", "行政复议决定", "decision"),
    term("rejection", "驳回申请决定", "rejection of the application"),
    term("termination", "终止决定", "termination"),
    term("mediation", "调解书", "mediation document"),
    term("notice", "通知", "notice"),
    term("judgment", "判决", "judgment"),
    term("ruling", "裁定", "ruling"),
    term("other", "其他", "other"),
)

UNIT = Vocabulary(
    Words("期间单位", "unit of a period"),
    term("days", "日", "days"),
    term("working_days", "个工作日", "working days"),
    term("months", "个月", "months"),
    term("years", "年", "years"),
)

MARK = Vocabulary(
    Words("存疑标记", "mark"),
    term("inferred", "推断", "inferred"),
    term("unverified", "未核实", "unverified"),
    term("practice", "实务做法，无条文", "practice, no article"),
)

PARTY_ROLE = Vocabulary(
    Words("当事人地位", "role of a party"),
    term("applicant", "申请人/原告", "applicant or plaintiff"),
    term("respondent", "被申请人/被告", "respondent or defendant"),
)

LAW = Vocabulary(
    Words("适用法律", "governing law"),
    term("review-2017", "行政复议法（2017修正）", "Review Law (1999, as amended 2017)"),
    term("review-2023", "行政复议法（2023修订）", "Review Law (2023)"),
    term("review-2026", "行政复议法（2023修订）及2026年条例", "Review Law (2023), Regulation 2026"),
    term("litigation-2017", "行政诉讼法（2017修正）", "Litigation Law (as amended 2017)"),
)


def outcomes(register: str) -> Vocabulary:
    """Return the outcomes that cases of ``register`` can have."""
    return LITIGATION_OUTCOME if register == LITIGATION else REVIEW_OUTCOME


def families(register: str) -> Vocabulary:
    """Return the families in which the outcomes of ``register`` are printed."""
    return LITIGATION_FAMILY if register == LITIGATION else REVIEW_FAMILY


def parse(vocabulary: Vocabulary, text: str) -> str:
    """Return the code that ``text`` stands for. Raises ``UnknownCode`` naming the nearest words."""
    code = vocabulary.find(text.strip())
    if code is not None:
        return code
    few = len(vocabulary) <= FEW
    near = [] if few else [Words(word, word) for word in vocabulary.nearest(text)]
    every = [Words(f"{each} {vocabulary.label(each).zh}", each) for each in vocabulary.codes]
    raise UnknownCode(field=vocabulary.name, value=text, choices=listed(near or every))


def find_outcome(text: str) -> str:
    """Return the outcome that ``text`` stands for in any register. Raises ``UnknownCode``."""
    return REVIEW_OUTCOME.find(text) or LITIGATION_OUTCOME.find(text) or parse(REVIEW_OUTCOME, text)
