const SURNAMES = '王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文';
const GIVEN = '伟芳娜敏静秀丽强磊军洋勇艳杰娟涛明超霞平刚桂英华建国志红玉兰春梅海燕文斌宇浩然子轩雨欣嘉怡俊熙梓涵';
/** In names of people and places, and in few fonts: extensions A to G of the ideographs, and what old registers mistake. */
const RARE = [...'䶮㛃𬭎龘喆堃玥珺淼犇骉羴鱻赟昱晟旻昶烜頔翀翯甯禤亓逄郄仝佟厍缑璆瑀璟璠瓛𫖯𬘡𬱖𬶏𬸪𫍣𫘝𬴂𬬩㮾䢺䴙䴘㸆㧑㳠㟃𠅤𠳐𡐓𣲘𣲗𬇕𬒈𬣙𬣞𬳵𬳶𪟝𪨰𪾢㭎㭴䃅䗖䗛䲟䲠䎃䎖䏝䐃'];
const PLACES = ['卧龙', '宛城', '社旗', '唐河', '邓州', '示例'];
const KINDS = ['机关第一支部', '离退休干部支部', '社区党支部', '村党支部', '窗口党支部', '联合党支部'];

/** 500 real-looking names of units and people, each with at least one rare character; the same ones in every run. */
export function names(): string[] {
  return Array.from({ length: 500 }, (_, index) => {
    const [one, two] = [RARE[index % RARE.length]!, RARE[(7 * index + 3) % RARE.length]!];
    const person = `${SURNAMES[index % SURNAMES.length]!}${one}${GIVEN[(5 * index) % GIVEN.length]!}`;
    return index % 2 === 0 ? `${PLACES[index % PLACES.length]!}市${one}${two}镇${KINDS[index % KINDS.length]!}` : `${PLACES[index % PLACES.length]!}局${person}工作室${two}支部`;
  });
}
