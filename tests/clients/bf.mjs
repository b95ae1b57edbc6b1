// `bf qnamaker:build …` as its own starter calls it, without the starter, which would install all other commands as well.
import { createRequire } from "node:module";
import { join } from "node:path";

process.env.BF_CLI_TELEMETRY = "false";
const require = createRequire(import.meta.url);
const [command, ...flags] = process.argv.slice(2);
const [topic, name] = command.split(":");
if (topic !== "qnamaker") {
  throw new Error(`Found the command '${command}', expected one of qnamaker.`);
}
const { default: Command } = require(`@microsoft/bf-qnamaker/lib/commands/qnamaker/${name}`);
await Command.run(flags, join(require.resolve("@microsoft/bf-qnamaker/package.json"), ".."));
