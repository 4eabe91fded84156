"""G3.3: hostile wording in Chinese is found with the ordinary disguises, and trade words are not."""

import pytest

from chalicelib.advice.courtesy import hostile_words
from chalicelib.policies.data import hostile_words as shipped_words


def found(text):
    return hostile_words(text, shipped_words())


@pytest.mark.parametrize(
    "text",
    [
        *(
            "你是傻逼",
            "傻 逼",
            "傻-逼",
            "傻。。。逼",
            "傻*逼",
            "傻\u200b逼",
            "傻b一个",
            "傻Ｂ",
            "煞笔",
            "沙币",
            "傻_逼",
        ),
        *("滚蛋", "滾蛋", "滚 蛋！", "给我滚", "快滾"),
        *("你这个骗子", "騙子", "骗…子", "你们都是骗·子"),
        *(
            "脑残",
            "腦殘",
            "白痴",
            "智障",
            "你这废物",
            "是廢物",
            "不要脸",
            "不要臉",
            "閉嘴",
            "去死吧",
            "你妈的",
            "他媽的",
            "草泥马",
        ),
        *(
            "nmsl",
            "NMSL",
            "n m s l",
            "n.m.s.l",
            "ｎｍｓｌ",
            "cnm",
            "c*n*m",
            "shabi",
            "你sb吧",
            "你 S B",
            "你个2b",
            "sb，退什么货",
        ),
        *("垃圾卖家", "你这垃圾", "关我屁事", "活该", "走着瞧"),
    ],
)
def test_hostile_words_are_found_in_every_disguise(text):
    assert found(text)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "您好，货物已收到，谢谢。",
            "请寄回滚筒和滚轮。",
            "垃圾袋 200 个，颜色不符。",
            "操作说明书缺页。",
            "蛋糕盒破损。",
        ),
        *(
            "型号 SB-200 与 SB200 不同。",
            "尺码 S、M、B 各一件",
            "请问物流单号是多少？",
            "该商品无需验货",
            "死角没有擦干净",
        ),
        *(
            "可否部分退款 250 元？",
            "笔和沙发都少了一件",
            "很抱歉给您带来不便，我们会尽快处理。",
            "妈妈用的围裙",
            "马桶盖破了",
        ),
        *("if sb. from the warehouse can check", "size S B C", "2B pencils", "NC machining", "TM 2024", "WC seat"),
        *(
            "贱卖处理",
            "瞎火的打火机",
            "听筒没有声音",
            "费用由谁承担？",
            "片子很清楚",
            "妈妈的礼物",
            "祝您生日你好",
            "傻瓜相机一台",
            "废物箱两个",
            "2B 铅笔",
            "河马的图案",
            "沙比利木板",
            "放屁垫玩具",
            "NC 加工",
        ),
    ],
)
def test_trade_words_are_not_hostile(text):
    assert found(text) == ()


def test_a_long_message_takes_no_time():
    assert found("滚 " * 5_000 + "傻 " * 5_000) == ()
