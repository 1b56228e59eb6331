package io.failsight.engine.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.failsight.model.EntryField;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryRewriterTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            host:web1            | Term[field=HOST, value=web1]
            host:"a b"           | Term[field=HOST, value=a b]
            host:web*            | Prefix[field=HOST, start=web]
            host:w?b*            | Wildcard[field=HOST, pattern=w?b*]
            host:*               | Present[field=HOST]
            body:Up              | Words[field=BODY, text=Up]
            body:Up*             | Prefix[field=BODY, start=up]
            body:10.0.0.1        | Words[field=BODY, text=10.0.0.1]
            body:"a.b.Foo x"     | Words[field=BODY, text=a.b.Foo x]
            body:*Null?oint*     | Wildcard[field=BODY, pattern=*null?oint*]
            body:a_b*            | Prefix[field=BODY, start=a_b]
            body:10.0.*          | Words[field=BODY, text=10 0]
            body:10.0.1*         | WordsBegun[field=BODY, text=10 0 1]
            body:cam-17*         | WordsBegun[field=BODY, text=cam 17]
            body:*.Foo           | Words[field=BODY, text=foo]
            body:*.Foo*          | Prefix[field=BODY, start=foo]
            body:*.Foo.*         | Words[field=BODY, text=foo]
            body:50\\**         | Words[field=BODY, text=50]
            zone:eu-1            | AnyOf[queries=[Term[field=ATTR, value=zone=eu-1], Term[field=PromotedField[key=zone], value=eu-1]]]
            zone:eu*             | AnyOf[queries=[Prefix[field=ATTR, start=zone=eu], Prefix[field=PromotedField[key=zone], start=eu]]]
            zone:e*u             | AnyOf[queries=[Wildcard[field=ATTR, pattern=zone=e*u], Wildcard[field=PromotedField[key=zone], pattern=e*u]]]
            zo\\*ne:e*u          | Wildcard[field=ATTR, pattern=zo\\*ne=e*u]
            zone:*               | AnyOf[queries=[Prefix[field=ATTR, start=zone=], Present[field=PromotedField[key=zone]]]]
            attr:zone=a=b        | AnyOf[queries=[Term[field=ATTR, value=zone=a=b], Term[field=PromotedField[key=zone], value=a=b]]]
            attr:zone=e*         | AnyOf[queries=[Prefix[field=ATTR, start=zone=e], Prefix[field=PromotedField[key=zone], start=e]]]
            attr:zone            | Term[field=ATTR, value=zone]
            attr:z*ne=e          | Wildcard[field=ATTR, pattern=z*ne=e]
            _exists_:zone        | AnyOf[queries=[Prefix[field=ATTR, start=zone=], Present[field=PromotedField[key=zone]]]]
            severity:error       | Between[field=SEVERITY, lowest=17, highest=20]
            severity:ERR         | Between[field=SEVERITY, lowest=17, highest=20]
            severity:18          | Between[field=SEVERITY, lowest=18, highest=18]
            severity:>=warn      | Between[field=SEVERITY, lowest=13, highest=null]
            severity:>warn       | Between[field=SEVERITY, lowest=17, highest=null]
            severity:<warn       | Between[field=SEVERITY, lowest=null, highest=12]
            severity:<=warn      | Between[field=SEVERITY, lowest=null, highest=16]
            severity:[info TO error} | Between[field=SEVERITY, lowest=9, highest=16]
            pid:7                | Between[field=PID, lowest=7, highest=7]
            pid:{7 TO 9}         | Between[field=PID, lowest=8, highest=8]
            time:2026-11-20      | During[field=TIME, from=2026-11-20T00:00:00Z, until=2026-11-21T00:00:00Z]
            time:>=now-1h        | During[field=TIME, from=2026-11-20T11:00:00Z, until=null]
            time:[2026-11-19 TO 2026-11-20] | During[field=TIME, from=2026-11-19T00:00:00Z, until=2026-11-21T00:00:00Z]
            time:{2026-11-19 TO 2026-11-20} | During[field=TIME, from=2026-11-20T00:00:00Z, until=2026-11-20T00:00:00Z]
            _id:AZqk0pZzWT4AAAAA | Ids[ids=[AZqk0pZzWT4AAAAA]]
            """)
    void givesFieldsTheirMeaning(String text, String expected) {
        assertEquals(expected, QueryRewriter.rewrite(text, NOW).toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            zone:[1 TO 2]   | no ranges
            zone:>5         | no ranges
            host:>5         | no ranges
            raw:x           | not searched
            _exists_:raw    | not searched
            severity:loud   | no severity
            severity:25     | no severity
            severity:err*   | wildcards do not apply
            pid:abc         | no whole number
            time:yesterday  | no time
            _id:x           | no entry id
            *               | ``
            *a              | at least 3 characters
            ?               | at least 3 characters
            *abc *bcd *cde  | more than 2
            body:a.*.b      | spans 3 words
            body:*abc.def*  | spans 2 words
            body:abc.d*f    | spans 2 words
            body:"--"       | holds signs only
            "->"            | holds signs only
            pid:>9223372036854775807 | no number fits
            """)
    void saysWhatTheIndexCannotDo(String text, String words) {
        if (words.isEmpty()) {
            return;
        }
        QueryException e = assertThrows(QueryException.class, () -> QueryRewriter.rewrite(text, NOW));
        assertTrue(e.getMessage().contains(words), e.getMessage());
    }

    @Test
    void searchesTheMessageAndTheExceptionForBareWords() {
        assertEquals(
                "AnyOf[queries=[Words[field=BODY, text=x], Words[field=ERROR_MESSAGE, text=x], Words[field=STACK_TRACE, text=x]]]",
                QueryRewriter.rewrite("x", NOW).toString());
    }

    @Test
    void findsEntriesWithoutSeverityAsUnknown() {
        assertEquals(
                "AnyOf[queries=[Between[field=SEVERITY, lowest=0, highest=0], None[query=Present[field=SEVERITY]]]]",
                QueryRewriter.rewrite("severity:unknown", NOW).toString());
    }

    @Test
    void limitsWordsWithWildcards() {
        assertThrows(QueryException.class, () -> QueryRewriter.rewrite("a* ".repeat(17), NOW));
    }

    @Test
    void cutsTermsAsTheWriterDoes() {
        String term = AttributeTerms.term("key", "\u00e4".repeat(1_000));
        assertEquals(1_024, term.getBytes(StandardCharsets.UTF_8).length);
        assertEquals(1_024, AttributeTerms.start("k".repeat(2_000)).length());
        assertEquals(1_024, AttributeTerms.term("k".repeat(2_000), "v").length());
        IndexQuery host = QueryRewriter.rewrite("attr:" + "k".repeat(2_000), NOW);
        assertEquals(new IndexQuery.Term(EntryField.ATTR, "k".repeat(1_024)), host);
    }
}
