package io.failsight.collector.receive.otlp.request;

import org.jspecify.annotations.Nullable;

/** Which fields of an OTLP message are messages themselves: all that a structural check needs. Source: opentelemetry-proto 1.11. */
enum MessageShape {
    KEY_VALUE,
    ANY_VALUE,
    ARRAY_VALUE,
    KEY_VALUE_LIST,
    RESOURCE,
    SCOPE,
    LOG_RECORD,
    SPAN,
    EVENT,
    LINK,
    STATUS;

    /** The shape of the message in that field, null where the field holds none. */
    @Nullable
    MessageShape nested(int field) {
        return switch (this) {
            case KEY_VALUE -> field == 2 ? ANY_VALUE : null;
            case ANY_VALUE -> field == 5 ? ARRAY_VALUE : field == 6 ? KEY_VALUE_LIST : null;
            case ARRAY_VALUE -> field == 1 ? ANY_VALUE : null;
            case KEY_VALUE_LIST, RESOURCE -> field == 1 ? KEY_VALUE : null;
            case SCOPE, EVENT -> field == 3 ? KEY_VALUE : null;
            case LINK -> field == 4 ? KEY_VALUE : null;
            case LOG_RECORD -> field == 5 ? ANY_VALUE : field == 6 ? KEY_VALUE : null;
            case SPAN ->
                switch (field) {
                    case 9 -> KEY_VALUE;
                    case 11 -> EVENT;
                    case 13 -> LINK;
                    case 15 -> STATUS;
                    default -> null;
                };
            case STATUS -> null;
        };
    }
}
