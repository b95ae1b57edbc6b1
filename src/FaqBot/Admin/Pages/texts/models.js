/** What the models of the catalog are for, by their ids. */
export const models = {
  about_faqbot_e5_small_zh_en: ["中英文短问句；随 FaqBot 附带。", "中英文短問句；隨 FaqBot 附帶。", "Short questions in Chinese and English; comes with FaqBot."],
  about_BAAI_bge_small_zh_v1_5: ["中文，适合小机器。", "中文，適合小機器。", "Chinese on small machines."],
  about_BAAI_bge_base_zh_v1_5: ["中文，比小的更准、更慢。", "中文，比小的更準、更慢。", "Chinese, more exact and slower than the small one."],
  about_thenlper_gte_base_zh: ["中文，不需要前缀。", "中文，不需要前綴。", "Chinese, without a prefix."],
  about_thenlper_gte_large_zh: ["中文，C-MTEB 平均分在这里最高；核心少时很慢。", "中文，C-MTEB 平均分在這裡最高；核心少時很慢。", "Chinese, the highest C-MTEB average of these; slow without many cores."],
  about_BAAI_bge_base_en_v1_5: ["英文。", "英文。", "English."],
  about_BAAI_bge_m3: ["一百多种语言，长文本。", "一百多種語言，長文字。", "More than a hundred languages and long texts."],
  about_shibing624_text2vec_base_chinese: ["中文；比 BGE 和 GTE 弱一些。", "中文；比 BGE 和 GTE 弱一些。", "Chinese; behind BGE and GTE on question matching."],
  about_sentence_transformers_paraphrase_multilingual_MiniLM_L12_v2: ["五十种语言，短句。", "五十種語言，短句。", "Fifty languages, short sentences."],
  about_intfloat_multilingual_e5_small: ["一百种语言；附带的模型由它而来。", "一百種語言；附帶的模型由它而來。", "A hundred languages; the bundled model was made from it."],
  about_sentence_transformers_all_MiniLM_L6_v2: ["英文，适合小机器。", "英文，適合小機器。", "English on small machines."],
  about_Qwen_Qwen3_Embedding_0_6B: ["一百种语言，长文本，适合多核机器。", "一百種語言，長文字，適合多核心機器。", "A hundred languages and long texts, on machines with many cores."],
};
