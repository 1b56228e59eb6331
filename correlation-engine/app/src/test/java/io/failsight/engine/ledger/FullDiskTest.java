package io.failsight.engine.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real file system, full to the last byte, around a ledger. Without the right to mount it is counted as skipped. */
final class FullDiskTest {
    private static final int SIGNALS_THAT_FIT = 5_000;

    private @TempDir Path folder;

    @Test
    void theLedgerIsWrittenWhileTheDiskIsFullToTheLastByte() throws Exception {
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=400m", "tmpfs", folder.toString()) == 0,
                "this account may not mount a file system");
        try {
            Path file = folder.resolve("failsight.db");
            try (Ledger ledger = Ledger.open(file)) {
                assertTrue(ledger.keepReserve());
                fill(folder.resolve("others"));
                for (int i = 0; i < SIGNALS_THAT_FIT; i += 10) {
                    int from = i;
                    ledger.write(transaction -> {
                        for (int j = from; j < from + 10; j++) {
                            transaction.update(
                                    "INSERT INTO signals (id, observed, subject, json) VALUES (?, ?, 'n', ?)",
                                    "s" + j,
                                    (long) j,
                                    "x".repeat(700));
                        }
                        return true;
                    });
                }
                Files.delete(folder.resolve("others"));
                assertTrue(ledger.keepReserve(), "what was used is reserved anew");
                long found = ledger.read(transaction -> transaction
                        .one("SELECT count(*) FROM signals", row -> row.getLong(1))
                        .orElseThrow());
                assertEquals(SIGNALS_THAT_FIT, found);
            }
            try (Ledger ledger = Ledger.open(file)) {
                assertTrue(ledger.damage().isEmpty());
            }
        } finally {
            run("umount", "-l", folder.toString());
        }
    }

    private static void fill(Path file) throws IOException {
        byte[] bytes = new byte[4_096];
        try (OutputStream out = Files.newOutputStream(file)) {
            while (true) {
                out.write(bytes);
            }
        } catch (IOException e) {
            assertTrue(String.valueOf(e.getMessage()).contains("No space left"), e::toString);
        }
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor();
    }
}
