package io.failsight.collector.journal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalDamageTest {
    @TempDir
    Path folder;

    private final FaultyFiles files = new FaultyFiles();
    private final JournalConfig config =
            JournalConfig.defaults().withForce(1 << 20, Duration.ZERO).withSizes(1 << 20, 8 << 10);

    private Journal open() throws IOException {
        files.forceNothing();
        return Journal.open(folder, config, InstantSource.system(), files);
    }

    private List<Path> segments(String suffix) throws IOException {
        try (Stream<Path> names = Files.list(folder.resolve("segments"))) {
            return names.filter(file -> file.toString().endsWith(suffix))
                    .sorted()
                    .toList();
        }
    }

    private static void flip(Path file, long at) throws IOException {
        try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
            access.seek(at);
            int value = access.read();
            access.seek(at);
            access.write(value ^ 0x10);
        }
    }

    private List<String> readAll(String name) throws Exception {
        try (Journal journal = open();
                JournalReader reader = journal.reader(name)) {
            return Lines.payloads(reader);
        }
    }

    @Test
    void cutsATornBatchWhereverItWasTorn() throws Exception {
        Journal journal = open();
        long start = Lines.append(journal, Lines.batch("a", "first\n"));
        long end = Lines.append(journal, Lines.batch("a", "cursor", "second, somewhat longer\n", 1));
        journal.crash();
        Path segment = segments(".seg").getFirst();
        byte[] whole = Files.readAllBytes(segment);
        int from = whole.length - (int) (end - start);
        for (int cut = from; cut < whole.length; cut++) {
            for (Path other : segments("")) {
                Files.delete(other);
            }
            Files.write(segment, java.util.Arrays.copyOf(whole, cut));
            try (Journal again = open();
                    JournalReader reader = again.reader("index-" + cut)) {
                assertEquals(List.of("first\n"), Lines.payloads(reader));
                assertEquals(cut - from, again.recovery().truncatedBytes());
                assertEquals(List.of(), again.recovery().damages());
            }
        }
    }

    @Test
    void quarantinesADamagedBatchAndKeepsItsNeighbours() throws Exception {
        Journal journal = open();
        Lines.append(journal, Lines.batch("a", "", "first\n", 1));
        long start = Lines.append(journal, Lines.batch("a", "", "second\n", 1));
        long end = Lines.append(journal, Lines.batch("a", "", "third\nand\nmore\n", 3));
        Lines.append(journal, Lines.batch("a", "", "fourth\n", 1));
        journal.crash();
        Path segment = segments(".seg").getFirst();
        long base = Long.parseLong(segment.getFileName().toString(), 0, 16, 16);
        byte[] whole = Files.readAllBytes(segment);
        for (long at = start - base; at < end - base; at += 3) {
            Files.write(segment, whole);
            for (Path index : segments(".idx")) {
                Files.delete(index);
            }
            flip(segment, at);
            try (Journal again = open();
                    JournalReader reader = again.reader("index-" + at)) {
                assertEquals(List.of("first\n", "second\n", "fourth\n"), Lines.payloads(reader));
                RecoveryReport.Damage damage = again.recovery().damages().getFirst();
                assertEquals(start - base, damage.from());
                assertEquals(end - base, damage.to());
                assertEquals(3, damage.lostRecords());
                assertEquals(3, again.recovery().records());
                assertEquals(3, again.stats().lostRecords());
            }
        }
        String text = Files.readString(
                folder.resolve("quarantine/%016x-%d-%d.txt".formatted(base, start - base, end - base)));
        assertTrue(text.contains("records lost: 3"), text);
    }

    @Test
    void passesDamageThatHappenedWhileClosed() throws Exception {
        List<String> expected = fillSeveralSegments();
        Path closed = segments(".seg").getFirst();
        flip(closed, Files.size(closed) / 2);
        try (Journal journal = open();
                JournalReader reader = journal.reader("index");
                JournalReader other = journal.reader("signals")) {
            assertEquals(List.of(), journal.recovery().damages());
            List<String> read = Lines.payloads(reader);
            assertEquals(expected.size() - 1, read.size());
            assertTrue(expected.containsAll(read));
            assertEquals(1, journal.stats().lostRecords());
            assertEquals(read, Lines.payloads(other));
            assertEquals(1, journal.stats().lostRecords(), "counted once");
            reader.commit(journal.endOffset());
            assertEquals(0, journal.pendingRecords("index"));
        }
        assertEquals(expected.size() - 1, readAll("later").size());
    }

    @Test
    void readsASegmentWhoseHeaderIsDamaged() throws Exception {
        List<String> expected = fillSeveralSegments();
        for (Path index : segments(".idx")) {
            Files.delete(index);
        }
        for (Path segment : segments(".seg")) {
            flip(segment, 20);
        }
        assertEquals(expected, readAll("index"));
    }

    @Test
    void doesWithoutDamagedIndexes() throws Exception {
        List<String> expected = fillSeveralSegments();
        for (Path index : segments(".idx")) {
            flip(index, Files.size(index) - 3);
        }
        assertEquals(expected, readAll("index"));
    }

    @Test
    void doesWithoutASegmentThatIsGone() throws Exception {
        List<String> expected = fillSeveralSegments();
        Files.delete(segments(".seg").get(1));
        List<String> read = readAll("index");
        assertTrue(!read.isEmpty() && read.size() < expected.size());
        assertTrue(expected.containsAll(read));
    }

    @Test
    void startsWithDamagedReaderPositions() throws Exception {
        try (Journal journal = open();
                JournalReader reader = journal.reader("index")) {
            Lines.append(journal, Lines.batch("a", "one\n"));
            reader.commit(Lines.mustRead(reader).nextOffset());
            journal.upkeep().persist();
            Lines.append(journal, Lines.batch("a", "two\n"));
            reader.commit(Lines.mustRead(reader).nextOffset());
        }
        Path position = folder.resolve("readers/index.position");
        flip(position, 20); // one of the two slots
        assertTrue(readAll("index").size() <= 1);
        flip(position, 4_096 + 20);
        assertEquals(List.of("one\n", "two\n"), readAll("index"));
    }

    @Test
    void keepsTheNewestSegmentWhenItIsCompressedAndDamaged() throws Exception {
        keepsADamagedCompressedSegment(false);
    }

    @Test
    void keepsTheNewestSegmentWhenItIsCompressedAndDamagedAndItsIndexIsGone() throws Exception {
        keepsADamagedCompressedSegment(true);
    }

    @Test
    void readsACompressedSegmentWhoseEndIsDamagedOrGone() throws Exception {
        List<String> expected = fillSeveralSegments();
        compressAll();
        List<Path> packed = segments(".segz");
        flip(packed.getFirst(), Files.size(packed.getFirst()) - 3);
        flip(packed.get(1), Files.size(packed.get(1)) - 19); // in the lengths
        Path newest = packed.getLast();
        Files.write(newest, java.util.Arrays.copyOf(Files.readAllBytes(newest), (int) Files.size(newest) - 17));
        assertEquals(expected, readAll("again"));
        for (Path index : segments(".idx")) {
            Files.delete(index);
        }
        assertEquals(expected, readAll("without-indexes"));
    }

    @Test
    void losesOneBlockOfACompressedSegmentToADamagedFrame() throws Exception {
        JournalConfig large = config.withSizes(8 << 20, 1 << 20);
        List<String> expected = new ArrayList<>();
        try (Journal journal = Journal.open(folder, large, InstantSource.system(), files)) {
            for (int i = 0; i < 1_200; i++) {
                expected.add(i + " " + Integer.toHexString(i * 0x9E3779B9).repeat(120));
                Lines.append(journal, Lines.batch("a", expected.getLast()));
            }
        }
        compressAll();
        Path first = segments(".segz").getFirst();
        byte[] whole = Files.readAllBytes(first);
        for (int cut : List.of(0, 19)) { // with the table of frames and without
            for (int part = 1; part < 8; part++) {
                byte[] damaged = java.util.Arrays.copyOf(whole, whole.length - cut);
                damaged[damaged.length * part / 8] ^= 0x10;
                Files.write(first, damaged);
                Files.delete(segments(".idx").getFirst());
                List<String> read = readAll("part-" + part + "-" + cut);
                int lost = expected.size() - read.size();
                assertTrue(expected.containsAll(read));
                assertTrue(lost > 0 && lost < 300, "lost " + lost); // a block holds 256 KiB
            }
        }
    }

    private void keepsADamagedCompressedSegment(boolean withoutIndex) throws Exception {
        List<String> expected = fillSeveralSegments();
        long end = compressAll();
        Path newest = segments(".segz").getLast();
        byte[] before = Files.readAllBytes(newest);
        java.util.Arrays.fill(before, (byte) 0x55);
        Files.write(newest, before);
        if (withoutIndex) {
            Files.delete(segments(".idx").getLast());
        }
        int lost;
        try (Journal journal = open();
                JournalReader reader = journal.reader("again")) {
            RecoveryReport.Damage damage = journal.recovery().damages().getFirst();
            assertEquals(newest, damage.segment());
            List<String> read = Lines.payloads(reader);
            lost = expected.size() - read.size();
            assertTrue(lost > 0 && lost < 10, "lost " + lost);
            assertEquals(expected.subList(0, read.size()), read);
            assertEquals(withoutIndex ? 0 : lost, damage.lostRecords());
            assertTrue(Lines.append(journal, Lines.batch("a", "next\n")) > end, "no offset is given twice");
            assertEquals(List.of("next\n"), Lines.payloads(reader));
        }
        assertArrayEquals(
                before, Files.readAllBytes(folder.resolve("quarantine").resolve(newest.getFileName())));
        assertEquals(expected.size() - lost + 1, readAll("later").size());
    }

    @Test
    void keepsTheNewestSegmentWhenNothingInItCanBeRead() throws Exception {
        fillSeveralSegments();
        Path newest = segments(".seg").getLast();
        byte[] garbage = new byte[70_000];
        java.util.Arrays.fill(garbage, (byte) 0x55);
        Files.write(newest, garbage);
        Files.delete(segments(".idx").getLast());
        try (Journal journal = open()) {
            assertEquals(1, journal.recovery().damages().size());
        }
        assertArrayEquals(
                garbage, Files.readAllBytes(folder.resolve("quarantine").resolve(newest.getFileName())));
    }

    @Test
    void dropsANewestSegmentThatPowerLossLeftEmptyOrOfZeros() throws Exception {
        List<String> expected = fillSeveralSegments();
        long base = Long.parseLong(segments(".seg").getLast().getFileName().toString(), 0, 16, 16);
        for (int size : List.of(0, 70_000)) {
            Files.write(folder.resolve("segments/%016x.seg".formatted(base + (1 << 20) + size)), new byte[size]);
        }
        assertEquals(expected, readAll("again"));
        try (Journal journal = open()) {
            assertEquals(List.of(), journal.recovery().damages());
        }
        assertFalse(Files.exists(folder.resolve("quarantine")));
    }

    /** Compresses every segment, the newest too; returns the journal's end. */
    private long compressAll() throws Exception {
        JournalConfig eager = config.withCompression(0, Duration.ZERO, 1);
        try (Journal journal = open();
                JournalReader reader = journal.reader("index")) {
            Lines.payloads(reader);
            reader.commit(journal.endOffset());
        }
        try (Journal journal = Journal.open(folder, eager, InstantSource.system(), files)) {
            for (int i = 0; i < 2_000 && !segments(".seg").isEmpty(); i++) {
                Thread.sleep(5);
            }
            assertEquals(List.of(), segments(".seg"));
            return journal.endOffset();
        }
    }

    private List<String> fillSeveralSegments() throws IOException {
        List<String> payloads = new ArrayList<>();
        try (Journal journal = open()) {
            for (int i = 0; i < 40; i++) {
                payloads.add(i + " " + "x".repeat(997));
                Lines.append(journal, Lines.batch("a", payloads.getLast()));
            }
            assertTrue(journal.segmentCount() > 3);
        }
        return payloads;
    }
}
