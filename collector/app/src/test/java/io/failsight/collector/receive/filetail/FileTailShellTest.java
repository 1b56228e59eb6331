package io.failsight.collector.receive.filetail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against another process that writes and rotates at its own pace. */
final class FileTailShellTest {
    private static final int LINES = 3_000;
    private static final int STEP = 500;
    /**
     * Writes numbered lines through a handle that it holds; after a rotation it writes some more to the renamed file before it opens the
     * new one. Waits only once, until the file has been seen.
     */
    private static final String RENAMING = """
            exec 3>>app.log
            i=0
            while [ $i -lt LINES ]; do
              echo "line $i" >&3
              i=$((i + 1))
              if [ $((i % STEP)) = 0 ]; then
                until [ -e go.STEP ]; do sleep 0.02; done
                for n in 8 7 6 5 4 3 2 1; do mv app.log.$n app.log.$((n + 1)); done
                mv app.log app.log.1
                echo "line $i" >&3; i=$((i + 1)); sleep 0.02; echo "line $i" >&3; i=$((i + 1))
                exec 3>>app.log
              fi
            done 2>/dev/null
            """;
    /** Keeps one handle; the file is copied and emptied under it, each time when some of it has been seen. */
    private static final String COPYING = """
            exec 3>>app.log
            i=0
            while [ $i -lt LINES ]; do
              echo "line $i" >&3
              i=$((i + 1))
              if [ $((i % STEP)) = 0 ]; then
                until [ -e go.$i ]; do sleep 0.02; done
                mv app.log.1 app.log.2; cp app.log app.log.1; : > app.log
              fi
            done 2>/dev/null
            """;

    @TempDir
    Path folder;

    private void takesAllLinesOnce(String script) throws Exception {
        try (TailTestBed bed = new TailTestBed(TailTestBed.config(folder + "/*.log")).start()) {
            Process shell = new ProcessBuilder(
                            "sh", "-c", script.replace("LINES", "" + LINES).replace("STEP", "" + STEP))
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .start();
            try {
                for (int seen = STEP; seen <= LINES; seen += STEP) {
                    bed.consumer.await(seen - STEP / 2);
                    Files.createFile(folder.resolve("go." + seen));
                    if (seen == 2 * STEP) {
                        bed.restart();
                    }
                }
                List<String> expected =
                        IntStream.range(0, LINES).mapToObj(i -> "line " + i).toList();
                assertTrue(shell.waitFor(60, TimeUnit.SECONDS));
                assertEquals(expected, bed.consumer.await(LINES).subList(0, LINES));
            } finally {
                shell.destroyForcibly();
            }
        }
    }

    @Test
    void takesAllLinesOnceOverRenames() throws Exception {
        takesAllLinesOnce(RENAMING);
    }

    @Test
    void takesAllLinesOnceOverCopiesAndTruncations() throws Exception {
        takesAllLinesOnce(COPYING);
    }
}
