// The AI SDK, by its providers of OpenAI, of compatible services, and of Azure OpenAI.
import assert from "node:assert/strict";
import { createAzure } from "@ai-sdk/azure";
import { createOpenAI } from "@ai-sdk/openai";
import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { APICallError, cosineSimilarity, embed, embedMany } from "ai";

const address = process.env.FAQBOT_ADDRESS;
const values = ["怎么退货", "how do I return an item", "the moon"];
const settings = { apiKey: "none", baseURL: `${address}/v1` };
const models = [
  createOpenAI(settings).embedding("text-embedding-3-small"),
  createOpenAICompatible({ ...settings, name: "faqbot" }).textEmbeddingModel("any-name"),
  createAzure({ apiKey: "none", baseURL: `${address}/openai/v1` }).embedding("any-name"),
  createAzure({ apiKey: "none", baseURL: `${address}/openai/deployments/any-name`, apiVersion: "2024-10-21" }).embedding("any-name"),
];
for (const model of models) {
  const { embeddings, usage } = await embedMany({ model, values, maxRetries: 0 });
  assert.equal(embeddings.length, 3);
  assert.ok(usage.tokens > 0);
  assert.ok(cosineSimilarity(embeddings[0], embeddings[1]) > cosineSimilarity(embeddings[0], embeddings[2]));
  const { embedding } = await embed({ model, value: values[0], maxRetries: 0 });
  assert.ok(Math.abs(cosineSimilarity(embedding, embeddings[0]) - 1) < 1e-4);
  await assert.rejects(embed({ model, value: "", maxRetries: 0 }), (error) =>
    APICallError.isInstance(error) && error.statusCode === 400 && error.message.includes("empty"));
}

console.log("done");
