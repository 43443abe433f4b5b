"""What tells of a person in a text: numbers of documents, telephones, addresses, days of birth."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_EDGE, _END = r"(?<![0-9A-Za-z])", r"(?![0-9A-Za-z])"
NUMBERS: Sequence[tuple[re.Pattern[str], str]] = (
    (re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,32}){1,4}", re.ASCII), "（邮箱略）"),
    (re.compile(rf"{_EDGE}\d{{6}}[ -]?\d{{8}}[ -]?\d{{3}}[\dXx]{_END}"), "（证件号略）"),
    (re.compile(rf"{_EDGE}\d{{4}}(?:[ -]?\d{{4}}){{3,4}}(?:[ -]?\d{{1,3}})?{_END}"), "（账号略）"),
    (re.compile(rf"{_EDGE}\d{{15,}}[Xx]?{_END}"), "（证件号略）"),
    (re.compile(rf"{_EDGE}[0-9A-HJ-NPQRTUWXY]{{2}}\d{{6}}[0-9A-HJ-NPQRTUWXY]{{10}}{_END}"), "（证件号略）"),
    (re.compile(rf"{_EDGE}(?:[EGHMPCW][A-Z]?\d{{7,9}}){_END}"), "（证件号略）"),
    (re.compile(rf"{_EDGE}(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{{4}}[ -]?\d{{4}}{_END}"), "（电话略）"),
    (re.compile(rf"{_EDGE}[(（]?0\d{{2,3}}[)）]?[ -]?\d{{7,8}}(?:-\d{{1,5}})?{_END}"), "（电话略）"),
    (re.compile(rf"{_EDGE}[2-8]\d{{2,3}}[ -]\d{{4}}{_END}"), "（电话略）"),
    (
        re.compile(
            r"((?:电话|手机|联系方式|传真|微信|QQ|[账帐卡证]号|身份证|护照)[号码]{0,2}[：:为是]?[ ]?)[\w*-]{5,30}",
            re.ASCII,
        ),
        r"\1（略）",
    ),
    (
        re.compile(
            r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][·. ]?[A-HJ-NP-Z0-9]{5,6}" + _END
        ),
        "（车牌略）",
    ),
)
_DAY = r"(?:19|20)\d{2}[-./年][01]?\d(?:[-./月][0-3]?\d日?|月)?"
BIRTHS: Sequence[tuple[re.Pattern[str], str]] = (
    (re.compile(rf"{_DAY}(?:出生|生(?![产效活])|生人)"), "（出生日期略）"),
    (re.compile(rf"((?:出生|生于)(?:日期|年月|于)?[：: ]?){_DAY}"), r"\1（略）"),
)
# Up to the county an address may be told. The groups are atomic: a text of nothing but 村 must not take for ever.
_PLACE = "镇|乡|街道|村|社区|路|街|大道|大街|巷|弄|胡同|小区|花园|花苑|新村|组|屯|寨|湾|苑|园"
_HOUSE = r"(?>[\d一二三四五六七八九十百]+(?:-\d+){0,3}(?:号楼|号|栋|幢|座|单元|室|组|楼|层|户|弄|房)(?:附\d+号)?)"
ADDRESSES: Sequence[tuple[re.Pattern[str], str]] = (
    (
        re.compile(
            r"((?:住址|住所地|住所|地址|户籍地|户籍所在地|经常居住地|现住|家住|住在)[：:为在]?)"
            r"((?:[\u4e00-\u9fff]{2,8}?(?:省|自治区|市|州|盟)){0,2}(?:[\u4e00-\u9fff]{1,8}?[县区旗市])?)"
            rf"(?=[\u4e00-\u9fff]{{1,12}}?(?:{_PLACE})|{_HOUSE})[^，,。；;、\s]{{1,60}}"
        ),
        r"\1\2（住址略）",
    ),
    (re.compile(rf"(?>(?:[\u4e00-\u9fff]{{1,4}}?(?:{_PLACE}))+){_HOUSE}+(?!令|文)"), "（住址略）"),
)
