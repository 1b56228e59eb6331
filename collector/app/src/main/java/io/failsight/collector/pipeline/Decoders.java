package io.failsight.collector.pipeline;

import io.failsight.collector.decode.Decoder;
import io.failsight.collector.decode.journald.JournaldDecoder;
import io.failsight.collector.decode.json.JsonDecoder;
import io.failsight.collector.decode.otlp.OtlpLogsDecoder;
import io.failsight.collector.decode.otlp.OtlpTracesDecoder;
import io.failsight.collector.decode.syslog.SyslogDecoder;
import io.failsight.collector.decode.text.TextDecoder;
import io.failsight.collector.intake.Content;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** The decoder of each content. Stateless; what it makes belongs to one thread. */
final class Decoders {
    private Decoders() {}

    /**
     * New decoders for one pipeline thread.
     *
     * @param zone time zone of senders that state none
     * @param bugs counts the records that a decoder failed on
     */
    static Map<Content, Decoder> all(ZoneId zone, LongAdder bugs) {
        Map<Content, Decoder> decoders = new EnumMap<>(Content.class);
        decoders.put(Content.TEXT, new TextDecoder(zone));
        decoders.put(Content.JOURNALD, new JournaldDecoder());
        decoders.put(Content.JSON, new JsonDecoder(zone));
        decoders.put(Content.OTLP_LOGS, new OtlpLogsDecoder());
        decoders.put(Content.OTLP_TRACES, new OtlpTracesDecoder());
        decoders.put(Content.SYSLOG, new SyslogDecoder(zone));
        decoders.replaceAll((content, decoder) -> new CarefulDecoder(decoder, bugs));
        return decoders;
    }
}
