package io.failsight.collector.receive.filetail;

import static io.failsight.collector.receive.filetail.TailTestBed.append;
import static io.failsight.collector.receive.filetail.TailTestBed.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.failsight.collector.intake.BatchHeader;
import io.failsight.collector.intake.Content;
import io.failsight.collector.intake.Framing;
import io.failsight.collector.intake.IntakeCounts;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // made before each test
final class FileTailReceiverTest {
    @TempDir
    Path folder;

    private Path log;
    private TailTestBed bed;

    @BeforeEach
    void prepare() {
        log = folder.resolve("app.log");
        bed = new TailTestBed(TailTestBed.config(folder + "/**/*.log"));
    }

    @AfterEach
    void close() {
        bed.close();
    }

    private static String lines(int from, int to) {
        StringBuilder text = new StringBuilder();
        IntStream.range(from, to).forEach(i -> text.append("line ").append(i).append('\n'));
        return text.toString();
    }

    private static List<String> expected(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "line " + i).toList();
    }

    @Test
    void followsAGrowingFile() throws Exception {
        append(log, lines(0, 10));
        bed.start();
        bed.consumer.await(10);
        append(log, lines(10, 20));
        assertEquals(expected(0, 20), bed.consumer.await(20));
        BatchHeader header = bed.consumer.headers().getFirst();
        assertEquals(Content.TEXT, header.content());
        assertEquals(Framing.LENGTH_PREFIXED, header.framing());
        assertEquals("file", header.receiver());
        assertEquals("file" + log, header.source());
        assertFalse(header.cursor().isEmpty());
    }

    @Test
    void readsOnlyTheEndOfWhatWasThereFirstAndAllOfWhatComes() throws Exception {
        append(log, "x".repeat(63).concat("\n").repeat(8 << 10)); // 512 KiB
        bed.start();
        bed.consumer.await((256 << 10) / 64 - 1);
        Path late = folder.resolve("late.log");
        append(late, "y".repeat(63).concat("\n").repeat(8 << 10));
        bed.consumer.await((256 << 10) / 64 - 1 + (8 << 10));
        append(log, "end\n");
        bed.consumer.await((256 << 10) / 64 + (8 << 10));
        assertEquals("end", bed.consumer.records().getLast());
    }

    @Test
    void joinsPiecesOfALine() throws Exception {
        bed.start();
        append(log, "half ");
        await("the file is open", () -> bed.receiver().counts().openFiles() == 1);
        append(log, "a line\nnext");
        assertEquals(List.of("half a line"), bed.consumer.await(1));
        append(log, "\n");
        assertEquals(List.of("half a line", "next"), bed.consumer.await(2));
    }

    @Test
    void keepsStackTracesTogether() throws Exception {
        bed.start();
        String trace = "java.lang.IllegalStateException: no\n\tat a.B.c(B.java:1)\nCaused by: x\n\t... 3 more";
        append(log, "before\n" + trace + "\nafter\n");
        assertEquals(List.of("before", trace, "after"), bed.consumer.await(3));
    }

    @Test
    void followsARenamedFileToItsEndThenTheNewOne() throws Exception {
        append(log, lines(0, 3));
        bed.start();
        bed.consumer.await(3);
        Path old = folder.resolve("app.log.1");
        Files.move(log, old);
        append(old, lines(3, 6) + "no line end");
        append(log, lines(6, 9));
        List<String> records = bed.consumer.await(10);
        assertEquals(expected(0, 6), records.subList(0, 6));
        assertEquals("no line end", records.get(6));
        assertEquals(expected(6, 9), records.subList(7, 10));
        assertTrue(bed.consumer.headers().stream().allMatch(h -> h.source().equals("file" + log)));
    }

    @Test
    void endsTheLastLineOfADeletedFile() throws Exception {
        append(log, "one\ntwo");
        bed.start();
        bed.consumer.await(1);
        Files.delete(log);
        assertEquals(List.of("one", "two"), bed.consumer.await(2));
        await("it is forgotten", () -> bed.receiver().counts().files() == 0);
    }

    @Test
    void startsOverInATruncatedFile() throws Exception {
        append(log, lines(0, 50));
        bed.start();
        bed.consumer.await(50);
        Files.write(log, lines(50, 52).getBytes(StandardCharsets.UTF_8));
        bed.consumer.await(52);
        // As long as before, so that only its content tells.
        Files.write(log, lines(60, 62).getBytes(StandardCharsets.UTF_8));
        assertEquals(expected(60, 62), bed.consumer.await(54).subList(52, 54));
    }

    @Test
    void tellsWhatWasEmptiedBeforeItWasRead() throws Exception {
        append(log, lines(0, 5));
        bed.start();
        bed.consumer.await(5);
        assertEquals(List.of(), bed.counts.takeLosses());
        bed.consumer.putOff(Integer.MAX_VALUE);
        int before = bed.consumer.calls();
        append(log, lines(5, 50));
        await("it was tried", () -> bed.consumer.calls() > before);
        long size = Files.size(log);
        Files.write(log, new byte[0]);
        await("it was seen", () -> bed.receiver().counts().truncations() == 1);
        bed.consumer.putOff(0);
        append(log, lines(60, 61));
        bed.consumer.await(6);
        IntakeCounts.Loss loss = bed.counts.takeLosses().getFirst();
        assertEquals("file" + log, loss.source());
        assertEquals(size - lines(0, 5).length(), loss.bytes());
    }

    @Test
    void findsWhatWasCopiedBeforeTruncation() throws Exception {
        append(log, lines(0, 5));
        bed.start();
        bed.consumer.await(5);
        bed.stop();
        append(log, lines(5, 8));
        Files.copy(log, folder.resolve("app.log.1"));
        Files.write(log, lines(8, 20).getBytes(StandardCharsets.UTF_8));
        bed.restart();
        assertEquals(expected(0, 20), bed.consumer.await(20));
    }

    @Test
    void findsWhatWasRotatedTwiceWhileItWasDown() throws Exception {
        append(log, lines(0, 5));
        bed.start();
        bed.consumer.await(5);
        bed.stop();
        append(log, lines(5, 8));
        Files.move(log, folder.resolve("app.log.1"));
        append(log, lines(8, 12));
        Files.move(folder.resolve("app.log.1"), folder.resolve("app.log.2"));
        Files.move(log, folder.resolve("app.log.1"));
        append(log, lines(12, 20));
        bed.restart();
        assertEquals(expected(0, 20), bed.consumer.await(20));
    }

    @Test
    void isNotFooledByAnInodeThatIsUsedAgain() throws Exception {
        append(log, lines(0, 5));
        bed.start();
        bed.consumer.await(5);
        bed.stop();
        // The same inode with longer, other content is what a reused number looks like.
        Files.write(log, lines(100, 150).getBytes(StandardCharsets.UTF_8));
        bed.restart();
        assertEquals(expected(100, 150), bed.consumer.await(55).subList(5, 55));
        assertEquals(1, bed.receiver().counts().lostPositions());
        assertEquals("file" + log, bed.counts.takeLosses().getFirst().source());
    }

    @Test
    void doesNotReadAFileAgainUnderAnotherName() throws Exception {
        append(log, lines(0, 5));
        bed.start();
        bed.consumer.await(5);
        Path other = folder.resolve("renamed.log");
        Files.move(log, other);
        await("the old path is forgotten", () -> bed.receiver().counts().rotations() == 1);
        append(other, lines(5, 7));
        assertEquals(expected(0, 7), bed.consumer.await(7));
        assertEquals("file" + other, bed.consumer.headers().getLast().source());
    }

    @Test
    void goesOnAfterARestart() throws Exception {
        append(log, lines(0, 5) + "unfini");
        bed.start();
        bed.consumer.await(5);
        bed.stop();
        append(log, "shed\n");
        append(folder.resolve("new.log"), "new\n");
        bed.restart();
        List<String> records = bed.consumer.await(7);
        assertEquals(expected(0, 5), records.subList(0, 5));
        assertEquals(
                List.of("new", "unfinished"),
                records.subList(5, 7).stream().sorted().toList());
    }

    @Test
    void triesAgainWhatIsPutOff() throws Exception {
        bed.consumer.putOff(20);
        append(log, lines(0, 100));
        bed.start();
        assertEquals(expected(0, 100), bed.consumer.await(100));
        assertEquals(20, bed.receiver().counts().retries());
    }

    @Test
    void goesOnBehindWhatIsRefusedForGood() throws Exception {
        bed.consumer.refuseAll();
        append(log, lines(0, 3));
        bed.start();
        await("the batch was refused", () -> bed.receiver().counts().refusedBatches() == 1);
    }

    @Test
    void skipsWhatIsNoText() throws Exception {
        append(folder.resolve("data.log"), new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, '\n'});
        append(folder.resolve("app.log.gz"), "looks like text\n");
        append(log, "text\n");
        bed.start();
        await("the binary file is noticed", () -> bed.receiver().counts().binaryFiles() == 1);
        assertEquals(List.of("text"), bed.consumer.await(1));
    }

    @Test
    void readsUtf16() throws Exception {
        append(log, "\uFEFFGröße\r\nzwei\r\n".getBytes(StandardCharsets.UTF_16LE));
        bed.start();
        List<String> records = bed.consumer.await(2);
        assertEquals(
                "Größe", new String(records.getFirst().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
        append(log, "drei\r\n".getBytes(StandardCharsets.UTF_16LE));
        assertEquals("drei", bed.consumer.await(3).getLast());
    }

    @Test
    void findsFilesInNewFoldersAndNoLinkLoop() throws Exception {
        bed.start();
        Path deep = Files.createDirectories(folder.resolve("a/b/c"));
        Files.createSymbolicLink(deep.resolve("loop"), folder);
        Files.createSymbolicLink(folder.resolve("alias.log"), log);
        append(deep.resolve("deep.log"), "deep\n");
        append(log, "flat\n");
        assertEquals(
                List.of("deep", "flat"), bed.consumer.await(2).stream().sorted().toList());
        assertEquals(2, bed.consumer.records().size());
    }

    @Test
    void closesFilesBeyondTheLimitAndReadsThemAll() throws Exception {
        FileTailConfig usual = TailTestBed.config(folder + "/*.log");
        bed = new TailTestBed(new FileTailConfig(
                usual.patterns(), List.of(), null, 1 << 10, 1_000, 1_000, 10, 1_000, 30, 3, TailTestBed.FAST));
        bed.start();
        for (int i = 0; i < 20; i++) {
            append(folder.resolve("f" + i + ".log"), "file " + i + "\n");
        }
        bed.consumer.await(20);
        for (int i = 0; i < 20; i++) {
            append(folder.resolve("f" + i + ".log"), "again " + i + "\n");
        }
        assertEquals(40, bed.consumer.await(40).stream().distinct().count());
        assertTrue(bed.receiver().counts().openFiles() <= 4);
    }

    @Test
    void stopsTwiceAndStartsOnce() throws Exception {
        bed.start();
        assertThrows(IllegalStateException.class, () -> bed.receiver().start());
        bed.stop();
        bed.stop();
        assertEquals(-1, bed.receiver().port());
        assertThrows(IllegalStateException.class, () -> bed.receiver().start());
        TailTestBed unstarted = new TailTestBed(TailTestBed.config(folder + "/*.log"));
        unstarted.stop();
        assertThrows(IllegalStateException.class, unstarted::start);
    }

    @Test
    void refusesRelativePatterns() {
        IllegalArgumentException failure =
                assertThrows(IllegalArgumentException.class, () -> FileTailConfig.of(List.of("logs/*.log")));
        assertTrue(String.valueOf(failure.getMessage()).contains("logs/*.log"));
    }
}
