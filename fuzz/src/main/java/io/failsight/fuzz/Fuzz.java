package io.failsight.fuzz;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;

/**
 * Runs a {@link Target} with thousands of inputs that are made from samples, each from the seed and its number alone. Inputs that
 * failed once lie in {@code src/test/resources/fuzz/<name>} and go first. A case fails too when it costs more than {@value #MAX_CPU_MILLIS}
 * ms of CPU or more memory than allowed. What fails is shortened and kept in {@code target/fuzz/<name>}, to be moved to the others.
 *
 * <p>{@code -Dfuzz.seed=} other cases, {@code -Dfuzz.seconds=} goes on that long, {@code -Dfailsight.full=true} forty times as many.
 */
public final class Fuzz {
    private static final int MAX_CPU_MILLIS = 1_000;
    private static final long NANOS_PER_MILLI = 1_000_000L;
    private static final int FULL = 40;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final String name;
    private final List<byte[]> samples = new ArrayList<>();
    private final List<byte[]> words = new ArrayList<>();
    private int cases = 5_000;
    private long maxAllocatedBytes = 64L << 20;

    private Fuzz(String name) {
        this.name = name;
    }

    /** A run for one parser. */
    public static Fuzz of(String name) {
        return new Fuzz(name);
    }

    /** Real input to begin with. */
    public Fuzz sample(byte[] sample) {
        samples.add(sample.clone());
        return this;
    }

    /** Real input to begin with. */
    public Fuzz samples(String... texts) {
        for (String text : texts) {
            samples.add(text.getBytes(StandardCharsets.UTF_8));
        }
        return this;
    }

    /** Files of a folder and the folders in it whose names end so; nothing happens where the folder is missing. */
    public Fuzz files(Path folder, String ending) {
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException("no folder of samples: " + folder.toAbsolutePath());
        }
        try (var paths = Files.walk(folder)) {
            for (Path path : paths.filter(path -> path.toString().endsWith(ending))
                    .sorted()
                    .toList()) {
                samples.add(Files.readAllBytes(path));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** Words of the language under test. */
    public Fuzz words(String... texts) {
        for (String text : texts) {
            words.add(text.getBytes(StandardCharsets.UTF_8));
        }
        return this;
    }

    /** Cases of a usual run. */
    public Fuzz cases(int count) {
        cases = count;
        return this;
    }

    /** Most memory that a case may allocate, the checks of the test included; 64 MiB unless set. */
    public Fuzz maxAllocatedBytes(long bytes) {
        maxAllocatedBytes = bytes;
        return this;
    }

    /** Runs kept inputs, samples, and made-up ones; throws {@link AssertionError} at the first that fails. */
    public void run(Target target) {
        long seed = Long.getLong("fuzz.seed", 1);
        long until = System.nanoTime() + Integer.getInteger("fuzz.seconds", 0) * 1_000_000_000L;
        long count = Boolean.getBoolean("failsight.full") ? (long) cases * FULL : cases;
        long started = System.nanoTime();
        int kept = replay(target);
        for (byte[] sample : samples) {
            check(target, sample, "a sample");
        }
        Mutator mutator = new Mutator(samples.isEmpty() ? List.of(new byte[0]) : samples, words);
        long number = 0;
        while (number < count || System.nanoTime() < until) {
            Random random = new Random(seed * 1_000_003L + number);
            check(target, mutator.next(random), "case " + number + " of -Dfuzz.seed=" + seed);
            number++;
        }
        System.out.printf(
                "fuzz %s: %d cases, %d kept, %d samples, %d ms%n",
                name, number, kept, samples.size(), (System.nanoTime() - started) / NANOS_PER_MILLI);
    }

    private int replay(Target target) {
        Path folder = Path.of("src", "test", "resources", "fuzz", name);
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        try (var paths = Files.list(folder)) {
            List<Path> kept = paths.sorted().toList();
            for (Path path : kept) {
                check(target, Files.readAllBytes(path), path.toString());
            }
            return kept.size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void check(Target target, byte[] input, String which) {
        Throwable failure = failure(target, input);
        if (failure == null) {
            return;
        }
        byte[] small = Shrink.shrink(input, failure, smaller -> failure(target, smaller));
        Throwable last = failure(target, small);
        throw new AssertionError(
                name + " fails with " + which + "; shortened to " + small.length + " bytes in " + keep(small) + ": "
                        + shown(small),
                last == null ? failure : last);
    }

    private @org.jspecify.annotations.Nullable Throwable failure(Target target, byte[] input) {
        long thread = Thread.currentThread().threadId();
        long cpu = THREADS.getCurrentThreadCpuTime();
        long allocated = THREADS.getThreadAllocatedBytes(thread);
        try {
            target.check(input.clone());
        } catch (Exception | AssertionError | StackOverflowError | OutOfMemoryError e) {
            return e;
        }
        long cpuMillis = (THREADS.getCurrentThreadCpuTime() - cpu) / NANOS_PER_MILLI;
        if (cpuMillis > MAX_CPU_MILLIS) {
            return new AssertionError("a case of " + input.length + " bytes took " + cpuMillis + " ms of CPU");
        }
        long bytes = THREADS.getThreadAllocatedBytes(thread) - allocated;
        return bytes > maxAllocatedBytes
                ? new AssertionError("a case of " + input.length + " bytes allocated " + bytes + " bytes")
                : null;
    }

    private Path keep(byte[] input) {
        CRC32C sum = new CRC32C();
        sum.update(input);
        Path file = Path.of("target", "fuzz", name, "%08x".formatted(sum.getValue()));
        try {
            Files.createDirectories(file.getParent());
            return Files.write(file, input);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String shown(byte[] input) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < Math.min(300, input.length); i++) {
            int b = input[i] & 0xFF;
            text.append(b >= ' ' && b < 0x7F ? String.valueOf((char) b) : "\\x%02x".formatted(b));
        }
        return text.toString();
    }
}
