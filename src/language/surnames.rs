//! Chinese surnames of one character.

/// The usual ones, and some rare ones that are common in no other use.
const SURNAMES: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤岳柴温葛尚季殷章鲁柯翁耿焦庞颜符祝翟申詹左关齐包庄俞樊兰伍牛童欧华路裴舒凌毕宁邢柳喻纪梅霍涂鲍聂冉康屠靳骆穆苗盛谷储冀景甘房阮娄於仇柏窦郎戚奚虞岑费倪滕邬卞臧刁裘缪郁嵇荀甄芮栾厉蒲邰赖卓蔺瞿茹晏匡寇晁冷辛饶沙鞠巢荆竺桓牟佟佘仝冼邝巫隋逄逯郗郅郄郏郜鄢酆亓亢仉阚谌璩濮訾谯禚綦敖";

/// Whether `c` is a usual surname.
pub fn is_surname(c: char) -> bool {
    SURNAMES.contains(c)
}
