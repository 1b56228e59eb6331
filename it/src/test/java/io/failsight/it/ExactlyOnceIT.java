package io.failsight.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the collector and OpenSearch twenty times while a process writes a file and a client exports over OTLP, then looks for every acknowledged entry.
 *
 * <p>The file has no sender that repeats itself: each line must be there exactly once. An OTLP client repeats a request that was not answered, so
 * a record may be journaled twice; those are counted apart, and only records of repeated requests may be among them.
 */
final class ExactlyOnceIT {
    private static final int KILLS = 20;
    /** Longer than a rotated file is held, so that quiet means done. */
    private static final int QUIET_SECONDS = 6;

    private static final long SEED = 20_261_120L;
    private static final Pattern FILE_LINE = Pattern.compile("obligation of the file number (\\d+)");
    private static final Pattern OTLP_RECORD = Pattern.compile("obligation of otlp number (\\d+)");

    private static @TempDir Path folder;

    @Test
    void everyJournalRecordIsIndexedOnceUnderKills() throws Exception {
        Path followed = Files.createDirectories(folder.resolve("followed"));
        List<String> options =
                List.of("-Dfailsight.local-logs.files=" + followed + "/*.log", "-Dfailsight.local-logs.journald=false");
        Random random = new Random(SEED);
        try (Stack stack = new Stack(folder.resolve("stack"), options);
                FileWriterProcess writer = new FileWriterProcess(followed);
                OtlpClient client = new OtlpClient(stack.collector().port("otlp-http"))) {
            client.start();
            int collectorKills = 0;
            for (int kill = 0; kill < KILLS; kill++) {
                Thread.sleep(300 + random.nextInt(1_200)); // the moment of the kill, not a wait for something
                if (random.nextInt(5) < 3) {
                    stack.collector().kill9();
                    stack.collector().restart();
                    collectorKills++;
                } else {
                    stack.killAndRestartNode();
                }
            }
            Set<Integer> acknowledged = client.stop();
            int lines = writer.stop();
            assertTrue(acknowledged.size() > 1_000, "too little was acknowledged: " + acknowledged.size());
            assertTrue(lines > 1_000, "too little was written: " + lines);
            Map<Integer, Integer> ofFile = new HashMap<>();
            Map<Integer, Integer> ofOtlp = new HashMap<>();
            readAll(stack, ofFile, ofOtlp);
            for (int line = 0; line < lines; line++) {
                assertEquals(1, ofFile.getOrDefault(line, 0), "file line " + line);
            }
            Set<Integer> repeated = client.repeated();
            int twice = 0;
            for (Map.Entry<Integer, Integer> record : ofOtlp.entrySet()) {
                if (record.getValue() > 1) {
                    assertTrue(
                            repeated.contains(record.getKey()),
                            "record " + record.getKey() + " was sent once and is there " + record.getValue()
                                    + " times");
                    twice++;
                }
            }
            assertTrue(ofOtlp.keySet().containsAll(acknowledged), () -> missing(acknowledged, ofOtlp.keySet()));
            System.out.printf(
                    "%d kills (%d of the collector): %d file lines once each; %d OTLP records acknowledged, %d sent again after no answer, %d of them indexed from both tries%n",
                    KILLS, collectorKills, lines, acknowledged.size(), repeated.size(), twice);
        }
    }

    private static String missing(Set<Integer> acknowledged, Set<Integer> found) {
        List<Integer> missing = new ArrayList<>(acknowledged);
        missing.removeAll(found);
        return missing.size() + " acknowledged records are missing, among them "
                + missing.subList(0, Math.min(10, missing.size()));
    }

    /** Waits until nothing is on its way any more, then reads the whole index. */
    private static void readAll(Stack stack, Map<Integer, Integer> ofFile, Map<Integer, Integer> ofOtlp)
            throws IOException, InterruptedException {
        int quietSeconds = 0;
        double before = -1;
        for (int second = 0; second < 120 && quietSeconds < QUIET_SECONDS; second++) {
            Thread.sleep(1_000);
            double journaled = stack.collector().metric("failsight_journal_records_total");
            boolean isQuiet = journaled == before && stack.collector().metric("failsight_journal_pending") == 0;
            quietSeconds = isQuiet ? quietSeconds + 1 : 0;
            before = journaled;
        }
        assertEquals(QUIET_SECONDS, quietSeconds, "entries were still on their way after two minutes");
        stack.index().forEach(entry -> {
            count(FILE_LINE, entry, ofFile);
            count(OTLP_RECORD, entry, ofOtlp);
        });
    }

    private static void count(Pattern pattern, JsonNode entry, Map<Integer, Integer> counts) {
        Matcher matcher = pattern.matcher(entry.path("body").asText());
        if (matcher.find()) {
            counts.merge(Integer.parseInt(matcher.group(1)), 1, Integer::sum);
        }
    }
}
