package io.failsight.collector.sink.opensearch;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.failsight.fuzz.Fuzz;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Whatever answers in OpenSearch's place: a reply, or an {@link IOException}, which means trying again. */
final class BulkReplyFuzzTest {
    @Test
    void repliesAreReadOrRefused() {
        Fuzz.of("bulk-reply")
                .samples(
                        "{\"errors\":false}",
                        "{\"took\":3,\"errors\":true,\"items\":[{\"create\":{\"status\":201}},{\"create\":{\"status\":409,\"error\":{\"type\":\"version_conflict_engine_exception\",\"reason\":\"x\"}}}]}",
                        "<html>502</html>")
                .words("errors", "items", "status", "\"status\":\"x\"", "{", "[", "null", "true", "1e9", "99999999999")
                .cases(10_000)
                .run(input -> {
                    try {
                        BulkReply reply = BulkReply.parse(input);
                        assertTrue(reply.items().size() <= input.length);
                    } catch (IOException e) {
                        // tried again
                    }
                });
    }
}
