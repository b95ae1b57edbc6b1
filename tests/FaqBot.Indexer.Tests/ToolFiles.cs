namespace FaqBot.Indexer.Tests;

/// <summary>A small shop for the tools.</summary>
internal static class ToolFiles
{
    public static string Shop(TemporaryFolder folder) => folder.Write("small.json", """
        {"formatVersion": 1, "id": "small", "name": "small", "languages": ["zh-Hans", "en"], "defaultAnswer": "-", "entries": [
          {"id": "return", "question": "怎么退货", "alternates": ["如何办理退货", "how do I return an item"], "answer": "填写退货申请。"},
          {"id": "invoice", "question": "怎么开发票", "alternates": ["发票在哪里开", "how do I get an invoice"], "answer": "在订单里开。"},
          {"id": "delivery", "question": "多久能送到", "alternates": ["几天到货", "how long does delivery take"], "answer": "三天。"}
        ]}
        """);

    public static string Questions(TemporaryFolder folder) => folder.Write(
        "questions.tsv",
            "question\tentry\n想退货怎么办\treturn\n发票怎么弄\tinvoice\nwhen will my parcel arrive\tdelivery\n怎么退货\treturn\n明天会下雨吗\t-\n");
}
