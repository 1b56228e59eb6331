package io.failsight.engine.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryParserTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final int ROUNDS = 20_000;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', ignoreLeadingAndTrailingWhitespace = true, textBlock = """
            ``                     | *
            *                      | *
            *:*                    | *
            (*)                    | *
            a                      | a
            a b                    | a AND b
            a AND b OR c           | (a AND b) OR c
            a OR b c               | a OR (b AND c)
            +a -b                  | a AND NOT b
            NOT NOT a              | NOT NOT a
            "a b"                  | "a b"
            "a \\" b"              | "a \\" b"
            f:v                    | f:v
            f:"a b"                | f:"a b"
            f:(a OR "b c" OR d*)   | f:a OR f:"b c" OR f:d*
            f:(a -b)               | f:a AND NOT f:b
            f:v*x?                 | f:v*x?
            f:v\\*                 | f:v\\*
            f:*                    | _exists_:"f"
            _exists_:f             | _exists_:"f"
            _exists_:"a b"         | _exists_:"a b"
            f:[1 TO 2]             | f:["1" TO "2"]
            f:{1 TO 2]             | f:{"1" TO "2"]
            f:[* TO "x y"}         | f:[* TO "x y"}
            f:>=5                  | f:["5" TO *]
            f:>5                   | f:{"5" TO *]
            f:<5                   | f:[* TO "5"}
            f:>-5                  | f:{"-5" TO *]
            f:-5                   | f:\\-5
            time:>2026-11-20T10:00:00Z | time:{"2026-11-20T10:00:00Z" TO *]
            client:fe80::1         | client:fe80\\:\\:1
            file:/var/log/syslog   | file:\\/var\\/log\\/syslog
            a-b_c.d@e/f            | a\\-b_c.d@e\\/f
            and or not             | and AND or AND not
            f:AND                  | f:\\AND
            \\AND                  | \\AND
            a\\ b                  | a\\ b
            a\\:b:c                | a\\:b:c
            k.e-y:v                | k.e\\-y:v
            """)
    void readsAndPrints(String text, String printed) {
        assertEquals(printed, QueryPrinter.print(QueryParser.parse(text)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', ignoreLeadingAndTrailingWhitespace = true, textBlock = """
            "open              | 0 | never closed
            a "open            | 2 | never closed
            (a                 | 0 | never closed
            a)                 | 1 | closes nothing
            ()                 | 0 | empty
            a AND              | 5 | ends where a word was expected
            AND a              | 0 | before and after
            a OR OR b          | 5 | before and after
            +a OR b            | 0 | contradict
            a - b              | 2 | stands alone
            f:                 | 2 | no value
            f: v               | 0 | followed by a space
            :v                 | 0 | missing
            10:30:01           | 0 | quotation marks
            a::b               | 0 | quotation marks
            f*:v               | 0 | wildcards
            *:v                | 0 | names no field
            _exists_:a*        | 9 | without wildcards
            f:(g:v)            | 3 | inside the parentheses
            [1 TO 2]           | 0 | needs a field
            >5                 | 0 | needs a field
            f:[1 2]            | 5 | TO is missing
            f:[1 TO 2          | 9 | never closed
            f:[1 TO            | 7 | bound
            f:[a* TO b]        | 3 | wildcards
            f:>*               | 3 | needs a value
            roam~              | 4 | fuzzy
            "a b"~2            | 5 | fuzzy
            a^2                | 1 | weights
            /a.*b/             | 0 | regular expressions
            f:/a.*b/           | 2 | regular expressions
            a\\                | 1 | escapes the next character
            """)
    void saysWhatIsWrongAndWhere(String text, int position, String words) {
        QueryException e = assertThrows(QueryException.class, () -> QueryParser.parse(text));
        assertEquals(position, e.position(), e.getMessage());
        assertTrue(e.getMessage().contains(words), e.getMessage());
    }

    @Test
    void readsSignsAsOperators() {
        assertEquals("(a AND b) OR NOT c", QueryPrinter.print(QueryParser.parse("a && b || !c")));
    }

    @Test
    void refusesTooMuch() {
        assertThrows(QueryException.class, () -> QueryParser.parse("a ".repeat(257)));
        assertThrows(QueryException.class, () -> QueryParser.parse("(".repeat(33) + "a" + ")".repeat(33)));
        assertThrows(QueryException.class, () -> QueryParser.parse("!".repeat(5_000) + "a"));
        assertThrows(QueryException.class, () -> QueryParser.parse("x".repeat(8_193)));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void throwsNothingButTheQueryErrorAndPrintsWhatItReads(long seed) {
        Random random = new Random(seed);
        int read = 0;
        for (int i = 0; i < ROUNDS; i++) {
            String text = text(random);
            QueryNode node;
            try {
                node = QueryParser.parse(text);
            } catch (QueryException e) {
                assertTrue(e.position() >= 0 && e.position() <= text.length(), text);
                continue;
            }
            read++;
            String printed = QueryPrinter.print(node);
            assertEquals(printed, QueryPrinter.print(QueryParser.parse(printed)), text);
            assertEquals(rewritten(text), rewritten(printed), text);
        }
        assertTrue(read > ROUNDS / 20, "only " + read + " of the random texts are queries");
    }

    private static String rewritten(String text) {
        try {
            return QueryRewriter.rewrite(text, NOW).toString();
        } catch (QueryException e) {
            return "refused";
        }
    }

    private static final String[] PIECES = {
        "a",
        "b*",
        "*c",
        "?",
        "severity:",
        "pid:",
        "time:",
        "key:",
        "_exists_:",
        "_id:",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        " TO ",
        " AND ",
        " OR ",
        " NOT ",
        " ",
        " ",
        " ",
        "\"",
        "\\",
        "+",
        "-",
        "!",
        ":",
        "~",
        "^",
        "/",
        "&&",
        "||",
        ">",
        ">=",
        "<",
        "<=",
        "warn",
        "17",
        "now-1h",
        "*",
        "\u00e4",
        "\ud83d\ude00",
        "\ud83d",
        "\u0000",
        "\t",
        "body:",
        "\"x y\"",
        "AND",
        "attr:",
        "raw:"
    };

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        int pieces = random.nextInt(1, 12);
        for (int i = 0; i < pieces; i++) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return text.toString();
    }
}
