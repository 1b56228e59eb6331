package io.failsight.engine.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.failsight.fuzz.Fuzz;
import io.failsight.model.Bytes;
import io.failsight.model.signal.Signal;
import io.failsight.model.signal.SignalJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whatever comes to the door of signals: signals that can be written and read again, or an error that names the line. */
final class SignalFuzzTest {
    private static final String LINE =
            "{\"id\":\"AZ-1\",\"kind\":\"role-changed\",\"subject\":{\"site\":\"north\",\"cluster\":\"mgmt\",\"node\":\"n1\",\"layer\":\"recording\","
                    + "\"component\":\"heart\",\"resource\":\"\"},\"reporter\":\"n1\",\"remote\":false,\"timeNanos\":1795168800000000000,"
                    + "\"timeSource\":\"parsed\",\"resolutionNanos\":1000000,\"observedNanos\":1795168800004000000,\"source\":\"syslog/192.0.2.7\","
                    + "\"sequence\":77,\"clockOffsetNanos\":-12000000,\"clockUncertaintyNanos\":51000000,\"details\":{\"role\":\"alone\"},\"text\":\"t\"}";

    @Test
    void requestsAreReadOrRefusedWithTheirLine() {
        Fuzz.of("signals")
                .samples(LINE, LINE + "\n" + LINE + "\n\n")
                .words(
                        "\\ud800",
                        "\\u0000",
                        "null",
                        "1e99",
                        "-1",
                        "\"kind\":",
                        "\"details\":{",
                        "\"id\":\"",
                        "\n",
                        "site-lost",
                        "true",
                        "{}",
                        "[]",
                        "NaN")
                .cases(12_000)
                .maxAllocatedBytes(128L << 20)
                .run(input -> {
                    List<Signal> signals;
                    try {
                        signals = SignalReader.readLines(input);
                    } catch (SignalFormatException e) {
                        assertTrue(String.valueOf(e.getMessage()).length() < 5_000, "an error has an end");
                        return;
                    }
                    assertTrue(signals.size() <= SignalReader.MAX_SIGNALS);
                    for (Signal signal : signals) {
                        Bytes line = new Bytes(512);
                        SignalJson.write(signal, line);
                        String text = new String(line.toByteArray(), StandardCharsets.UTF_8);
                        assertEquals(SignalReader.read(text, 1), SignalReader.read(text, 1));
                    }
                });
    }
}
