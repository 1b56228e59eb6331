package io.failsight.model.signal;

import io.failsight.model.Bytes;
import io.failsight.model.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A {@link Signal} as one line of JSON: what collectors send to {@code POST /api/v1/signals}. Members are named as the components of the
 * record and of {@link Subject}, in their order; all of them always stand:
 *
 * <pre>{@code
 * {"id":"AZ...","kind":"role-changed","subject":{"site":"north","cluster":"mgmt","node":"n1","layer":"recording","component":"heart",
 *  "resource":""},"reporter":"n1","remote":false,"timeNanos":1795168800000000000,"timeSource":"parsed","resolutionNanos":1000000,
 *  "observedNanos":1795168800004000000,"source":"syslog/192.0.2.7","sequence":77,"clockOffsetNanos":-12000000,
 *  "clockUncertaintyNanos":51000000,"details":{"role":"alone"},"text":"mirror | heart | Local state ALONE Ready"}
 * }</pre>
 *
 * {@code kind} and {@code timeSource} are ids, times are integers of nanoseconds (more than a JSON reader's double holds), {@code
 * clockUncertaintyNanos} is {@link Signal#UNKNOWN_OFFSET} where the clock is not known. Unknown members are to be ignored. Stateless.
 */
public final class SignalJson {
    private SignalJson() {}

    /** Appends the signal as one JSON object without line feed. */
    public static void write(Signal signal, Bytes out) {
        out.add('{');
        text("id", signal.id(), out);
        text("kind", signal.kind().id(), out.add(','));
        writeSubject(signal.subject(), out);
        text("reporter", signal.reporter(), out.add(','));
        name("remote", out.add(',')).add(signal.remote() ? "true" : "false");
        number("timeNanos", signal.timeNanos(), out);
        text("timeSource", signal.timeSource().id(), out.add(','));
        number("resolutionNanos", signal.resolutionNanos(), out);
        number("observedNanos", signal.observedNanos(), out);
        text("source", signal.source(), out.add(','));
        number("sequence", signal.sequence(), out);
        number("clockOffsetNanos", signal.clockOffsetNanos(), out);
        number("clockUncertaintyNanos", signal.clockUncertaintyNanos(), out);
        name("details", out.add(',')).add('{');
        boolean first = true;
        for (Map.Entry<String, String> detail : signal.details().entrySet()) {
            text(detail.getKey(), detail.getValue(), first ? out : out.add(','));
            first = false;
        }
        text("text", signal.text(), out.add('}').add(','));
        out.add('}');
    }

    private static void writeSubject(Subject subject, Bytes out) {
        name("subject", out.add(',')).add('{');
        text("site", subject.site(), out);
        text("cluster", subject.cluster(), out.add(','));
        text("node", subject.node(), out.add(','));
        text("layer", subject.layer(), out.add(','));
        text("component", subject.component(), out.add(','));
        text("resource", subject.resource(), out.add(','));
        out.add('}');
    }

    private static Bytes name(String name, Bytes out) {
        quote(name, out);
        return out.add(':');
    }

    private static void text(String name, String value, Bytes out) {
        quote(value, name(name, out));
    }

    private static void number(String name, long value, Bytes out) {
        name(name, out.add(',')).addDecimal(value);
    }

    private static void quote(String text, Bytes out) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        JsonText.quote(bytes, 0, bytes.length, out);
    }
}
