// LlamaIndex keeps documents by vectors of the service and finds them by its questions.
import assert from "node:assert/strict";
import { OpenAIEmbedding } from "@llamaindex/openai";
import { Document, Settings, VectorStoreIndex } from "llamaindex";

Settings.embedModel = new OpenAIEmbedding({ apiKey: "none", model: "text-embedding-3-small", baseURL: `${process.env.FAQBOT_ADDRESS}/v1`, maxRetries: 0 });

const index = await VectorStoreIndex.fromDocuments([
  new Document({ text: "Goods can be sent back within seven days.", id_: "returns" }),
  new Document({ text: "The moon goes round the earth.", id_: "moon" }),
]);
const [best] = await index.asRetriever({ similarityTopK: 1 }).retrieve("怎么退货");
assert.equal(best.node.sourceNode.nodeId, "returns");
assert.ok(best.score > 0 && best.score <= 1.0001);

console.log("done");
process.exit(0);
