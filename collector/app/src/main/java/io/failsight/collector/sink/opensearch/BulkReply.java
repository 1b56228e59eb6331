package io.failsight.collector.sink.opensearch;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What OpenSearch said to a bulk body, item by item in the order of the body.
 *
 * @param allCreated no item failed; {@code items} is empty then
 * @param items one result for each item otherwise
 */
record BulkReply(boolean allCreated, List<Item> items) {
    private static final JsonFactory JSON = new JsonFactory();

    /** Part of the reply that is asked for: enough to judge every item, an eighth of the bytes. */
    static final String FILTER = "errors,items.create.status,items.create.error.type,items.create.error.reason";

    /**
     * Result of one item.
     *
     * @param status HTTP status: 201 created, 409 the id is there already, 429 rejected for load, 400 the document is refused
     * @param errorType OpenSearch's name of the error, empty when there is none
     * @param reason OpenSearch's words, empty when there are none
     */
    record Item(int status, String errorType, String reason) {}

    /** What a result means for its entry. */
    enum Fate {
        CREATED,
        /** An entry of that id is there. */
        THERE,
        /** Its index is gone. */
        HOMELESS,
        /** Now, not for good. */
        PUT_OFF,
        /** For good. */
        REFUSED
    }

    static Fate fate(Item item) {
        int status = item.status();
        if (status == 201 || status == 200) {
            return Fate.CREATED;
        } else if (status == 409) {
            return Fate.THERE;
        } else if (item.errorType().equals("index_not_found_exception")) {
            return Fate.HOMELESS;
        } else if (status == 429 || status >= 500 || status == 403 || status == 401) {
            return Fate.PUT_OFF;
        }
        return Fate.REFUSED;
    }

    /** @throws IOException when the reply is not what a bulk request is answered with */
    static BulkReply parse(byte[] reply) throws IOException {
        boolean errors = true;
        boolean sawErrors = false;
        List<Item> items = new ArrayList<>();
        try (JsonParser parser = JSON.createParser(reply)) {
            expect(parser.nextToken(), JsonToken.START_OBJECT);
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                if (name.equals("errors")) {
                    errors = parser.getBooleanValue();
                    sawErrors = true;
                    if (!errors) {
                        return new BulkReply(true, List.of());
                    }
                } else if (name.equals("items")) {
                    expect(parser.currentToken(), JsonToken.START_ARRAY);
                    while (parser.nextToken() == JsonToken.START_OBJECT) {
                        items.add(item(parser));
                    }
                } else {
                    parser.skipChildren();
                }
            }
        }
        if (!sawErrors) {
            throw new IOException("the reply has no field \"errors\": is the address really OpenSearch's?");
        }
        return new BulkReply(!errors, items);
    }

    private static Item item(JsonParser parser) throws IOException {
        int status = 0;
        String type = "";
        String reason = "";
        int depth = 1;
        while (depth > 0) {
            JsonToken token = parser.nextToken();
            if (token == null) {
                throw new IOException("the reply ends inside an item");
            } else if (token.isStructStart()) {
                depth++;
            } else if (token.isStructEnd()) {
                depth--;
            } else if (token.isScalarValue()) {
                String name = parser.currentName();
                switch (name == null ? "" : name) {
                    case "status" -> status = parser.getIntValue();
                    case "type" -> type = parser.getText();
                    case "reason" -> reason = parser.getText();
                    default -> {
                        // nothing else was asked for
                    }
                }
            }
        }
        return new Item(status, type, reason);
    }

    private static void expect(@org.jspecify.annotations.Nullable JsonToken actual, JsonToken expected)
            throws IOException {
        if (actual != expected) {
            throw new IOException("the reply is not a bulk reply: expected " + expected + ", found " + actual);
        }
    }
}
