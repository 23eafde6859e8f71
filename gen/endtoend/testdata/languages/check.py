import sys

from codes import ResponseCode

for code in ResponseCode:
    info = code.info
    columns = [
        code.value,
        info.status,
        info.retry,
        " ".join(info.tagged),
        " ".join(info.untagged),
        " ".join(info.commands),
        " ".join(info.capabilities),
        info.state,
        info.deprecation,
        info.summary,
        info.advice,
        info.security,
        info.arguments,
    ]
    print(",".join(c.encode().hex() for c in columns))
for name in sys.argv[1:]:
    try:
        print(ResponseCode(name))
    except ValueError:
        print("-")
