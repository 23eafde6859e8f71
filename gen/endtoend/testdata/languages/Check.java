import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

class Check {
    static String hex(String text) {
        StringBuilder b = new StringBuilder();
        for (byte x : text.getBytes(StandardCharsets.UTF_8)) {
            b.append(String.format("%02x", x));
        }
        return b.toString();
    }

    static String word(Enum<?> value) {
        String word = value.name().toLowerCase(Locale.ROOT);
        return word.equals("unknown") ? "" : word;
    }

    static String words(List<?> list) {
        return list.stream().map(Object::toString).collect(Collectors.joining(" "));
    }

    public static void main(String[] args) {
        for (ResponseCode code : ResponseCode.values()) {
            System.out.println(
                    Stream.of(
                                    code.code(),
                                    word(code.status()),
                                    word(code.retry()),
                                    words(code.tagged()),
                                    words(code.untagged()),
                                    words(code.commands()),
                                    words(code.capabilities()),
                                    word(code.state()),
                                    code.deprecation(),
                                    code.summary(),
                                    code.advice(),
                                    code.security(),
                                    code.arguments())
                            .map(Check::hex)
                            .collect(Collectors.joining(",")));
        }
        for (String name : args) {
            System.out.println(ResponseCode.find(name).map(ResponseCode::toString).orElse("-"));
        }
        ResponseCode old = ResponseCode.NEW_NAME; // deprecated
    }
}
