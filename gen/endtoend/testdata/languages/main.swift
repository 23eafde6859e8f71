func hex(_ text: String) -> String {
    text.utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}

for info in ResponseCode.all {
    let columns: [String] = [
        info.code,
        info.status.rawValue,
        info.retry?.rawValue ?? "",
        info.tagged.map { $0.rawValue }.joined(separator: " "),
        info.untagged.map { $0.rawValue }.joined(separator: " "),
        info.commands.joined(separator: " "),
        info.capabilities.joined(separator: " "),
        info.state?.rawValue ?? "",
        info.deprecation,
        info.summary,
        info.advice,
        info.security,
        info.arguments,
    ]
    print(columns.map(hex).joined(separator: ","))
}
for name in CommandLine.arguments.dropFirst() {
    print(ResponseCode(rawValue: name).info?.code ?? "-")
}
_ = ResponseCode.newName  // deprecated
