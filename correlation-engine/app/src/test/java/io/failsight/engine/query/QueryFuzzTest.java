package io.failsight.engine.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.failsight.fuzz.Fuzz;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Whatever is typed into the search field or sent to the API: a query within its limits, or an error that says where. */
final class QueryFuzzTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    @Test
    void queriesAreRefusedInWordsOrKeepTheirLimits() {
        Fuzz.of("queries")
                .samples(
                        "host:web1 AND severity:>=warn",
                        "(a OR b*) -c \"d e\" +f",
                        "pid:[1 TO 9} time:>=now-1h",
                        "_exists_:zone NOT attr:a=b*",
                        "client:fe80::1 file:/var/log/syslog",
                        "body:10.0.1*",
                        "a\\*b \\\\ \\:")
                .words(
                        "AND",
                        "OR",
                        "NOT",
                        "&&",
                        "||",
                        "!",
                        "-",
                        "+",
                        "(",
                        ")",
                        "[",
                        "]",
                        "{",
                        "}",
                        "\"",
                        "\\",
                        "*",
                        "?",
                        ":",
                        " TO ",
                        ">=",
                        "<",
                        "~2",
                        "^3",
                        "/a.*b/",
                        "_exists_:",
                        "severity:",
                        "pid:",
                        "time:",
                        "_id:",
                        "attr:",
                        "body:",
                        "*:*",
                        " ",
                        "now-1d/d",
                        "error",
                        "raw:")
                .cases(20_000)
                .run(input -> {
                    String text = new String(input, StandardCharsets.UTF_8);
                    QueryNode node;
                    try {
                        node = QueryParser.parse(text);
                    } catch (QueryException e) {
                        refused(e);
                        return;
                    }
                    String printed = QueryPrinter.print(node);
                    if (printed.length() <= QueryParser.MAX_TEXT && text.length() <= 2_000) {
                        assertEquals(
                                printed, QueryPrinter.print(QueryParser.parse(printed)), "reads its own normal form");
                    }
                    rewrite(text);
                });
    }

    private static void rewrite(String text) {
        try {
            IndexQuery query = QueryRewriter.rewrite(text, NOW);
            assertTrue(clauses(query) <= 6 * QueryParser.MAX_CLAUSES, "a query has an end");
        } catch (QueryException e) {
            refused(e);
        }
    }

    private static void refused(QueryException e) {
        assertFalse(String.valueOf(e.getMessage()).isBlank());
        assertTrue(String.valueOf(e.getMessage()).length() < 3 * QueryParser.MAX_TEXT, "an error has an end");
    }

    private static int clauses(IndexQuery query) {
        return switch (query) {
            case IndexQuery.AllOf all ->
                all.queries().stream().mapToInt(QueryFuzzTest::clauses).sum();
            case IndexQuery.AnyOf any ->
                any.queries().stream().mapToInt(QueryFuzzTest::clauses).sum();
            case IndexQuery.None none -> clauses(none.query());
            default -> 1;
        };
    }

    @Test
    void timesAreReadOrNone() {
        Fuzz.of("times")
                .samples("now-1h", "now-1d/d", "2026-11-20T10:15:00.5+01:00", "1795168800000", "2026-11-20")
                .words("now", "/d", "-999999999w", "+999999999w", "-", "T", "Z", "9999", "24:00", "\u0663")
                .cases(10_000)
                .run(input -> TimeExpression.parse(new String(input, StandardCharsets.UTF_8), NOW)
                        .ifPresent(time -> assertFalse(time.until().isBefore(time.from()))));
    }

    @Test
    void cursorsOfSomebodyElseAreRefused() {
        String mine = new Cursor(1, 2, "collector-1").write("binding");
        Fuzz.of("cursors")
                .samples(mine, "", "QUJD")
                .words("=", "-", "_", " ")
                .cases(5_000)
                .run(input -> {
                    try {
                        Cursor.read(new String(input, StandardCharsets.UTF_8), "binding");
                    } catch (QueryException e) {
                        refused(e);
                    }
                });
    }
}
