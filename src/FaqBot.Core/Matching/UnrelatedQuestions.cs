namespace FaqBot.Core.Matching;

/// <summary>Questions of everyday life that hardly any knowledge base answers.</summary>
public static class UnrelatedQuestions
{
    /// <summary>The questions, Chinese and English by turns.</summary>
    public static IReadOnlyList<string> Texts { get; } =
    [
        "明天北京会下雨吗", "Will it rain in Berlin tomorrow?",
        "红烧肉怎么做才不腻", "How long do I boil an egg?",
        "珠穆朗玛峰有多高", "How tall is the Eiffel Tower?",
        "唐朝是哪一年灭亡的", "Who was the first emperor of Rome?",
        "猫为什么喜欢纸箱", "Why do dogs tilt their heads?",
        "光速是多少", "What is the boiling point of nitrogen?",
        "推荐一部好看的科幻电影", "Which novel should I read on holiday?",
        "世界杯是谁赢的", "Who won the marathon last year?",
        "怎么学会弹吉他", "How do I tune a violin?",
        "失眠了怎么办", "What helps against a headache?",
        "西红柿什么时候播种", "When should roses be pruned?",
        "一光年等于多少公里", "How many teaspoons are in a cup?",
        "李白写过哪些诗", "Who painted the Mona Lisa?",
        "去拉萨坐火车要多久", "Is there a night train to Vienna?",
        "恐龙是怎么灭绝的", "Do whales sleep?",
        "给我讲个笑话", "Tell me a riddle",
        "十七乘以二十三等于几", "What is the square root of two?",
        "你觉得人生的意义是什么", "Do you believe in ghosts?",
        "量子力学是什么", "How does a vaccine work?",
        "怎么跟老板提加薪", "How do I tie a bow tie?",
        "法国的首都是哪里", "What language is spoken in Brazil?",
        "孩子不爱吃蔬菜怎么办", "How do I teach a parrot to talk?",
        "膝盖疼还能跑步吗", "How many steps a day are healthy?",
        "月亮为什么有圆缺", "Why is the sky blue?",
    ];
}
