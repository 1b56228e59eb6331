package io.failsight.collector.pack.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.failsight.collector.pack.PackFolder;
import io.failsight.collector.pack.PackSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LivePacksTest {
    private static final String GOOD = "recognise: {program: x}\n";

    @TempDir
    Path folder = Path.of("");

    private Path own = Path.of("");
    private LivePacks live = new LivePacks(List.of(), Path.of("none"));

    @BeforeEach
    void open() throws IOException {
        Path system = Files.createDirectory(folder.resolve("system"));
        own = folder.resolve("own");
        new PackFolder(system).with("a", GOOD);
        live = new LivePacks(List.of(system), own);
    }

    private void write(String name, int version, String rest) {
        new PackFolder(own).withFile(name, "name: " + name + "\nversion: " + version + "\ndescription: d\n" + rest);
    }

    /** Two looks: one that sees the change, one that finds it settled. */
    private boolean lookTwice() {
        assertFalse(live.refresh(), "what just changed may still be written to");
        return live.refresh();
    }

    @Test
    void folderThatComesLaterIsReadWithoutARestart() {
        assertEquals(List.of("a@1"), live.packs().labels());
        write("b", 1, GOOD);
        assertTrue(lookTwice());
        assertEquals(List.of("a@1", "b@1"), live.packs().labels());
        assertEquals(1, live.reloads());
    }

    @Test
    void ownPackTakesThePlaceOfOurs() {
        write("a", 7, GOOD);
        lookTwice();
        assertEquals(List.of("a@7"), live.packs().labels());
    }

    @Test
    void brokenPackStaysAsItLastWasGood() {
        write("a", 7, GOOD);
        write("b", 1, GOOD);
        lookTwice();
        write("a", 8, "recognize: {program: x}\n");
        write("b", 2, GOOD + "set: {layer: oss}\n");
        lookTwice();
        assertEquals(List.of("a@7", "b@1"), live.packs().labels());
        assertEquals(
                List.of(own.resolve("a/pack.yaml"), own.resolve("b/pack.yaml")),
                live.problems().stream().map(PackProblem::file).distinct().toList());
        assertTrue(
                live.problems().stream().anyMatch(problem -> problem.line() == 4),
                () -> live.problems().toString());
        write("a", 9, GOOD);
        lookTwice();
        assertEquals(List.of("a@9", "b@1"), live.packs().labels());
    }

    @Test
    void packThatNeverWasGoodLeavesOursAlone() {
        write("a", 8, "nonsense: 1\n");
        lookTwice();
        assertEquals(List.of("a@1"), live.packs().labels());
        assertFalse(live.problems().isEmpty());
    }

    @Test
    void packThatIsRemovedIsGone() throws IOException {
        write("a", 7, GOOD);
        lookTwice();
        Files.delete(own.resolve("a/pack.yaml"));
        Files.delete(own.resolve("a"));
        lookTwice();
        assertEquals(List.of("a@1"), live.packs().labels());
        assertEquals(List.of(), live.problems());
    }

    @Test
    void profilesAreWatchedToo() throws IOException {
        write("b", 1, GOOD);
        lookTwice();
        Path profiles = Files.createDirectory(own.resolve("b/profiles"));
        Files.writeString(profiles.resolve("p.yaml"), "name: p\ndescription: d\nwords: {}\n");
        assertTrue(lookTwice());
        assertEquals(List.of("p"), live.packs().profileNames());
        Files.writeString(profiles.resolve("p.yaml"), "name: other\n");
        lookTwice();
        assertEquals(profiles.resolve("p.yaml"), live.problems().getFirst().file());
        assertEquals(List.of("p"), live.packs().profileNames());
    }

    @Test
    void nothingIsLoadedWhereNothingChanged() {
        PackSet before = live.packs();
        assertFalse(live.refresh());
        assertFalse(live.refresh());
        assertSame(before, live.packs());
    }
}
