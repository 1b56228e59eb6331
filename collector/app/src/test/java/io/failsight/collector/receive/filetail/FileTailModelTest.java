package io.failsight.collector.receive.filetail;

import static io.failsight.collector.receive.filetail.TailTestBed.append;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random operations on a file (append whole lines and pieces of lines, rotate by rename, rotate by copy and truncation, restart the
 * receiver, be put off, stop for a while) against the list of the lines written: each comes once and in order.
 */
final class FileTailModelTest {
    private static final int OPERATIONS = 60;

    @TempDir
    Path folder;

    private final List<String> written = new ArrayList<>();
    private boolean isLineOpen;
    private int generationStart;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void takesEachLineOnceInOrder(long seed) throws Exception {
        Random random = new Random(seed);
        Path log = folder.resolve("app.log");
        String pattern = random.nextBoolean() ? folder + "/*.log" : folder + "/**";
        Files.createFile(log);
        List<String> history = new ArrayList<>();
        try (TailTestBed bed = new TailTestBed(TailTestBed.config(pattern)).start()) {
            TailTestBed.await("the file is found", () -> bed.receiver().counts().files() == 1);
            boolean isRunning = true;
            for (int i = 0; i < OPERATIONS; i++) {
                int operation = random.nextInt(12);
                boolean isKnown = operation != 1 || isGenerationKnown(bed, isRunning);
                if (operation == 1 && !isKnown
                        || operation == 2 && bed.consumer.records().isEmpty()) {
                    operation = 11;
                }
                history.add("" + operation);
                switch (operation) {
                    case 0 -> renameRotate(log);
                    case 1 -> copyTruncate(log, random);
                    case 2 -> {
                        if (isRunning) {
                            bed.stop();
                        } else {
                            bed.restart();
                        }
                        isRunning = !isRunning;
                    }
                    case 3 -> bed.consumer.putOff(random.nextInt(3));
                    case 4, 5 -> TimeUnit.MILLISECONDS.sleep(random.nextInt(80));
                    default -> write(log, random);
                }
            }
            if (isLineOpen) {
                append(log, "\n");
            }
            if (!isRunning) {
                bed.restart();
            }
            List<String> records = bed.consumer.await(written.size());
            assertEquals(written, records, "seed " + seed + ", operations " + history);
        }
    }

    /** A copy can be told only by what was read of its original, and so can a file after a restart. */
    private boolean isGenerationKnown(TailTestBed bed, boolean isRunning) throws InterruptedException {
        if (isRunning && written.size() > generationStart + 1) {
            int wanted = generationStart + 1;
            TailTestBed.await("the file is known", () -> bed.consumer.records().size() >= wanted);
        }
        return bed.consumer.records().size() > generationStart;
    }

    private void write(Path log, Random random) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(20); i >= 0; i--) {
            if (!isLineOpen) {
                String line = "line " + written.size() + " " + "x".repeat(random.nextInt(60));
                written.add(line);
                int cut = random.nextInt(line.length());
                isLineOpen = random.nextInt(8) == 0;
                text.append(isLineOpen ? line.substring(0, cut) : line + "\n");
                if (isLineOpen) {
                    append(log, text.toString());
                    append(log, line.substring(cut));
                    return;
                }
            } else {
                text.append('\n');
                isLineOpen = false;
            }
        }
        append(log, text.toString());
    }

    /** The last line of a rotated file ends with it. */
    private void renameRotate(Path log) throws IOException {
        shiftOld();
        Files.move(log, folder.resolve("app.log.1"));
        Files.createFile(log);
        isLineOpen = false;
        generationStart = written.size();
    }

    private void copyTruncate(Path log, Random random) throws IOException {
        shiftOld();
        Files.copy(log, folder.resolve("app.log.1"));
        try (FileChannel channel = FileChannel.open(log, StandardOpenOption.WRITE)) {
            channel.truncate(0);
        }
        isLineOpen = false;
        generationStart = written.size();
        if (random.nextBoolean()) {
            write(log, random);
        }
    }

    private void shiftOld() throws IOException {
        for (int number = 30; number >= 1; number--) {
            Path old = folder.resolve("app.log." + number);
            if (Files.exists(old)) {
                Files.move(old, folder.resolve("app.log." + (number + 1)));
            }
        }
    }
}
