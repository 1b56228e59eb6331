package io.failsight.runtime.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.failsight.runtime.process.PartState;
import io.failsight.runtime.process.PartStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ControlTest {
    private static final Instant SINCE = Instant.parse("2026-11-20T10:00:00Z");
    private static final ApplianceStatus STATUS = new ApplianceStatus(
            "http://localhost:8080/",
            42,
            1000,
            SINCE,
            List.of(new PartStatus("collector", PartState.WAITING, 0, 0, "127.0.0.1:4318", SINCE, 7)));

    @TempDir
    Path run;

    @Test
    void tellsItsStatusAndStopsWhenAsked() throws Exception {
        var stop = new CountDownLatch(1);
        try (var server = new ControlServer(run, () -> STATUS, stop::countDown)) {
            assertEquals(Optional.of(STATUS), new ControlClient(run).status());
            assertFalse(STATUS.ready());
            Thread.ofVirtual().start(() -> new ControlClient(run).stop());
            stop.await();
        }
        assertEquals(Optional.empty(), new ControlClient(run).status());
    }

    @Test
    void answersAgainAfterCallersThatCouldNotBeLetIn() throws Exception {
        var failures = new AtomicInteger();
        ControlServer.Acceptor acceptor = server -> {
            switch (failures.incrementAndGet()) {
                case 1 -> throw new IOException("Too many open files");
                case 2 -> throw new OutOfMemoryError("unable to create native thread");
                default -> {
                    return server.accept();
                }
            }
        };
        var stop = new CountDownLatch(1);
        try (var server = new ControlServer(run, () -> STATUS, stop::countDown, acceptor)) {
            assertEquals(Optional.of(STATUS), new ControlClient(run).status());
            Thread.ofVirtual().start(() -> new ControlClient(run).stop());
            stop.await();
        }
        assertTrue(failures.get() > 2);
    }

    @Test
    void aCallerWhoseQuestionCannotBeAnsweredIsNotKeptWaiting() throws Exception {
        var broken = new AtomicBoolean(true);
        Supplier<ApplianceStatus> status = () -> {
            if (broken.getAndSet(false)) {
                throw new IllegalStateException("for this test");
            }
            return STATUS;
        };
        try (var server = new ControlServer(run, status, () -> {})) {
            assertEquals(Optional.empty(), new ControlClient(run).status());
            assertEquals(Optional.of(STATUS), new ControlClient(run).status());
        }
    }

    @Test
    void aCopyOfTheFolderDoesNotTalkToTheSupervisorOfTheOther(@TempDir Path copy) throws Exception {
        try (var server = new ControlServer(run, () -> STATUS, () -> {})) {
            Files.copy(run.resolve("control"), copy.resolve("control"));
            assertEquals(Optional.empty(), new ControlClient(copy).status());
            assertFalse(new ControlClient(copy).stop());
            assertEquals(Optional.of(STATUS), new ControlClient(run).status());
        }
    }

    @Test
    void whatIsLeftOfAnOldRunIsNoSupervisorHoweverItIsDamaged() throws Exception {
        var random = new java.util.Random(20_261_120L);
        for (int round = 0; round < 50; round++) {
            byte[] garbage = new byte[random.nextInt(200)];
            random.nextBytes(garbage);
            Files.write(run.resolve("control"), garbage);
            Files.write(run.resolve("control.sock"), garbage);
            Files.write(run.resolve("lock"), garbage);
            assertEquals(Optional.empty(), new ControlClient(run).status());
            assertFalse(new ControlClient(run).stop());
        }
        try (var lock = InstanceLock.tryTake(run).orElseThrow();
                var server = new ControlServer(run, () -> STATUS, () -> {})) {
            assertEquals(Optional.of(STATUS), new ControlClient(run).status());
        }
    }

    @Test
    void worksWhereThePathIsTooLongForASocket() throws Exception {
        Path deep = run;
        while (deep.toString().length() < 150) {
            deep = Files.createDirectory(deep.resolve("a-rather-long-folder-name"));
        }
        try (var server = new ControlServer(deep, () -> STATUS, () -> {})) {
            assertEquals(Optional.of(STATUS), new ControlClient(deep).status());
        }
    }

    @Test
    void whatAKilledSupervisorLeftFoolsNobody() throws Exception {
        Files.writeString(run.resolve("control"), run.resolve("control.sock") + "\n" + run.toRealPath() + "\n");
        Files.writeString(run.resolve("lock"), "");
        Files.createFile(run.resolve("control.sock"));
        assertEquals(Optional.empty(), new ControlClient(run).status());
        assertFalse(new ControlClient(run).stop());
        try (var lock = InstanceLock.tryTake(run).orElseThrow();
                var server = new ControlServer(run, () -> STATUS, () -> {})) {
            assertEquals(Optional.of(STATUS), new ControlClient(run).status());
        }
    }

    @Test
    void oneLockAFolder() throws Exception {
        InstanceLock first = InstanceLock.tryTake(run).orElseThrow();
        assertTrue(InstanceLock.tryTake(run).isEmpty());
        first.close();
        InstanceLock.tryTake(run).orElseThrow().close();
    }
}
