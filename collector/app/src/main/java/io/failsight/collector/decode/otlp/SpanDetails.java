package io.failsight.collector.decode.otlp;

import io.failsight.model.Bytes;
import io.failsight.model.Entry;
import io.failsight.model.JsonText;
import io.failsight.model.TimeText;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Gathers the events and links of one span as JSON arrays; what it gave to an entry holds until {@link #clear}. Not thread-safe. */
final class SpanDetails {
    private static final byte[] EVENTS = "events".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LINKS = "links".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] EXCEPTION = "exception".getBytes(StandardCharsets.US_ASCII);

    private final Bytes events = new Bytes(1_024);
    private final Bytes links = new Bytes(256);
    private final Bytes attributeText = new Bytes(1_024);
    private final TimeText timeText = new TimeText();
    private final ValueText text;
    private final AttributeDecoder attributes;

    SpanDetails(ValueText text, AttributeDecoder attributes) {
        this.text = text;
        this.attributes = attributes;
    }

    void clear() {
        events.clear();
        links.clear();
    }

    /** Reads a delimited Span.Event whose tag was just read. */
    void event(WireReader in, Entry entry) {
        int length = in.length();
        int offset = in.at();
        int outer = in.open(length);
        events.add(events.length() == 0 ? "[{" : ",{");
        attributeText.clear();
        boolean isException = false;
        for (int tag = in.tag(); tag != 0; tag = in.tag()) {
            switch (tag) {
                case 1 << 3 | WireReader.FIXED64 -> {
                    events.add("\"time\":\"");
                    timeText.write(in.fixed64(), events);
                    events.add("\",");
                }
                case 2 << 3 | WireReader.DELIMITED -> {
                    int nameLength = in.length();
                    isException =
                            Arrays.equals(EXCEPTION, 0, EXCEPTION.length, in.bytes(), in.at(), in.at() + nameLength);
                    member("name", in, nameLength, events);
                }
                case 3 << 3 | WireReader.DELIMITED -> text.pair(in, attributeText.length() == 0, 1, attributeText);
                default -> in.skip(tag);
            }
        }
        finish(events);
        in.close(outer);
        if (isException) {
            exception(in, offset, length, entry);
        }
    }

    private void exception(WireReader in, int offset, int length, Entry entry) {
        int goOnAt = in.at();
        int outer = in.enter(offset, length);
        for (int tag = in.tag(); tag != 0; tag = in.tag()) {
            if (tag == (3 << 3 | WireReader.DELIMITED)) {
                attributes.knownOnly(in, entry);
            } else {
                in.skip(tag);
            }
        }
        in.leave(outer, goOnAt);
    }

    /** Reads a delimited Span.Link whose tag was just read. */
    void link(WireReader in) {
        int outer = in.open(in.length());
        links.add(links.length() == 0 ? "[{" : ",{");
        attributeText.clear();
        for (int tag = in.tag(); tag != 0; tag = in.tag()) {
            switch (tag) {
                case 1 << 3 | WireReader.DELIMITED -> id("trace_id", in);
                case 2 << 3 | WireReader.DELIMITED -> id("span_id", in);
                case 3 << 3 | WireReader.DELIMITED -> member("trace_state", in, in.length(), links);
                case 4 << 3 | WireReader.DELIMITED -> text.pair(in, attributeText.length() == 0, 1, attributeText);
                default -> in.skip(tag);
            }
        }
        finish(links);
        in.close(outer);
    }

    private void id(String name, WireReader in) {
        int length = in.length();
        links.add('"').add(name).add("\":\"");
        ValueText.hex(in.bytes(), in.at(), length, links);
        links.add("\",");
        in.advance(length);
    }

    private static void member(String name, WireReader in, int length, Bytes out) {
        out.add('"').add(name).add("\":");
        JsonText.quote(in.bytes(), in.at(), length, out);
        out.add(',');
        in.advance(length);
    }

    private void finish(Bytes out) {
        out.add("\"attributes\":{")
                .add(attributeText.array(), 0, attributeText.length())
                .add("}}");
    }

    /** Adds what was gathered to the entry. */
    void addTo(Entry entry) {
        if (events.length() > 0) {
            events.add(']');
            entry.rest(EVENTS, 0, EVENTS.length, events.array(), 0, events.length());
        }
        if (links.length() > 0) {
            links.add(']');
            entry.rest(LINKS, 0, LINKS.length, links.array(), 0, links.length());
        }
    }
}
