import { ResponseCode, findResponseCode, responseCodeInfo } from "./codes";

declare const process: { argv: string[] };

const hex = (text: string): string =>
  Array.from(new TextEncoder().encode(text), (b) => b.toString(16).padStart(2, "0")).join("");

for (const code of Object.values<ResponseCode>(ResponseCode)) {
  const info = responseCodeInfo(code);
  const columns: string[] = [
    code,
    info.status,
    info.retry,
    info.tagged.join(" "),
    info.untagged.join(" "),
    info.commands.join(" "),
    info.capabilities.join(" "),
    info.state,
    info.deprecation,
    info.summary,
    info.advice,
    info.security,
    info.arguments,
  ];
  console.log(columns.map(hex).join(","));
}
for (const name of process.argv.slice(2)) {
  console.log(findResponseCode(name) ?? "-");
}
