package io.failsight.collector.pack.load;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.failsight.collector.pack.Pack;
import io.failsight.collector.pack.PackSet;
import io.failsight.fuzz.Fuzz;
import io.failsight.model.Entry;
import io.failsight.model.EntryField;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A pack that somebody broke: problems with lines and words, or a pack that works. */
final class PackFuzzTest {
    @Test
    void brokenPacksAreRefusedInWords() {
        Fuzz.of("packs")
                .files(Path.of("..", "packs"), "pack.yaml")
                .words(
                        "&a ",
                        "*a",
                        "<<: *a",
                        "? ",
                        "!!java.net.URL [x]",
                        "- ",
                        "{",
                        "'",
                        "\n  ",
                        "templates:",
                        "set:",
                        "signal:",
                        "~",
                        "null",
                        "{a}")
                .cases(1_500)
                .maxAllocatedBytes(256L << 20)
                .run(input -> {
                    PackReader reader = new PackReader(Path.of("x/pack.yaml"), "x", List.of());
                    Optional<Pack> pack = reader.read(new String(input, StandardCharsets.UTF_8));
                    if (pack.isEmpty()) {
                        assertFalse(reader.problems().isEmpty(), "a pack that is refused has a reason");
                        reader.problems()
                                .forEach(problem -> assertTrue(problem.line() >= 0
                                        && !problem.message().isBlank()));
                        return;
                    }
                    Entry entry = new Entry();
                    entry.text(EntryField.BODY, "Accepted password for root from 192.0.2.7 port 51234 ssh2");
                    entry.text(EntryField.PROGRAM, "sshd");
                    new PackSet(List.of(pack.get())).matcher().apply(entry);
                });
    }
}
