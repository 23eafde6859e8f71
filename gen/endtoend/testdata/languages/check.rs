pub mod codes;

use codes::ResponseCode;

fn hex(text: &str) -> String {
    text.bytes().map(|b| format!("{:02x}", b)).collect()
}

fn word<T: std::fmt::Debug>(value: Option<T>) -> String {
    value.map_or(String::new(), |v| format!("{:?}", v).to_lowercase())
}

fn types(types: &[codes::ResponseType]) -> String {
    let words: Vec<_> = types.iter().map(|t| format!("{:?}", t).to_uppercase()).collect();
    words.join(" ")
}

fn main() {
    for code in ResponseCode::ALL {
        let info = code.info();
        let columns = [
            info.code,
            &word(Some(info.status)),
            &word(info.retry),
            &types(info.tagged),
            &types(info.untagged),
            &info.commands.join(" "),
            &info.capabilities.join(" "),
            &word(info.state),
            info.deprecation,
            info.summary,
            info.advice,
            info.security,
            info.arguments,
        ];
        println!("{}", columns.map(hex).join(","));
    }
    for name in std::env::args().skip(1) {
        match name.parse::<ResponseCode>() {
            Ok(code) => println!("{}", code),
            Err(_) => println!("-"),
        }
    }
    let _ = ResponseCode::NewName; // deprecated
}
