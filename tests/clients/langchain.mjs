// LangChain: its embeddings of OpenAI, of Azure OpenAI, and of Hugging Face endpoints, which is what Text Embeddings Inference is.
import assert from "node:assert/strict";
import { HuggingFaceInferenceEmbeddings } from "@langchain/community/embeddings/hf";
import { AzureOpenAIEmbeddings, OpenAIEmbeddings } from "@langchain/openai";

const address = process.env.FAQBOT_ADDRESS;
const texts = ["怎么退货", "how do I return an item", "the moon"];
const dot = (first, second) => first.reduce((sum, component, i) => sum + component * second[i], 0);

const openAi = new OpenAIEmbeddings({ model: "text-embedding-3-small", apiKey: "none", maxRetries: 0, configuration: { baseURL: `${address}/v1` } });
const azure = new AzureOpenAIEmbeddings({
  azureOpenAIApiKey: "none", azureOpenAIApiVersion: "2024-10-21", azureOpenAIApiDeploymentName: "any-name", azureOpenAIBasePath: `${address}/openai/deployments`, maxRetries: 0,
});
const expected = await openAi.embedDocuments(texts);
assert.ok(dot(expected[0], expected[1]) > dot(expected[0], expected[2]));
for (const embeddings of [openAi, azure]) {
  const query = await embeddings.embedQuery(texts[0]);
  assert.ok(Math.abs(dot(query, expected[0]) - 1) < 1e-4);
}
const short = new OpenAIEmbeddings({ model: "text-embedding-3-small", dimensions: 32, apiKey: "none", maxRetries: 0, configuration: { baseURL: `${address}/v1` } });
assert.equal((await short.embedQuery("a")).length, 32);

const tei = new HuggingFaceInferenceEmbeddings({ endpointUrl: `${address}/embed`, apiKey: "none", maxRetries: 0 });
const vectors = await tei.embedDocuments(texts);
vectors.forEach((vector, i) => assert.ok(Math.abs(dot(vector, expected[i]) - 1) < 1e-4));

// A server that has no more than a root.
const root = new HuggingFaceInferenceEmbeddings({ endpointUrl: `${address}/`, apiKey: "none", maxRetries: 0 });
assert.ok(Math.abs(dot(await root.embedQuery(texts[0]), expected[0]) - 1) < 1e-4);

console.log("done");
