package io.failsight.runtime.command;

import io.failsight.runtime.data.DataFolder;
import io.failsight.runtime.process.RotatingLog;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code up --detach} in two halves. The first starts a second one in a session of its own and copies what it prints; the
 * second writes {@link #MARK} and an exit code when everything is ready, and from then on writes to logs/supervisor.out.
 */
final class Detached {
    /** End of transmission: never part of a line for people. */
    private static final int MARK = 4;

    private static final long LOG_BYTES = 1024 * 1024;

    private Detached() {}

    /** First half; returns the exit code that the second half reached. */
    static int start(DataFolder folder, @Nullable String listen, Screen screen)
            throws IOException, InterruptedException {
        Process second = new ProcessBuilder(command(folder, listen, screen))
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .start();
        Thread breakOff = Thread.ofPlatform().unstarted(second::destroy);
        Runtime.getRuntime().addShutdownHook(breakOff); // Ctrl-C before it is ready ends both
        int code = copy(second);
        Runtime.getRuntime().removeShutdownHook(breakOff);
        return code;
    }

    private static int copy(Process second) throws IOException, InterruptedException {
        InputStream lines = second.getInputStream();
        byte[] buffer = new byte[1024];
        for (int length = lines.read(buffer); length >= 0; length = lines.read(buffer)) {
            for (int i = 0; i < length; i++) {
                if (buffer[i] == MARK) {
                    System.out.flush();
                    return i + 1 < length ? buffer[i + 1] : lines.read();
                }
                System.out.write(buffer[i]);
            }
            System.out.flush();
        }
        return second.waitFor();
    }

    private static List<String> command(DataFolder folder, @Nullable String listen, Screen screen) {
        var command = new ArrayList<String>();
        command.add("setsid");
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("-X"))
                .toList());
        command.add("-Dfailsight.home=" + DataOption.home());
        command.add("-Dfailsight.colour=" + screen.colour());
        command.add("-Dstdout.encoding=UTF-8");
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.failsight.runtime.Main"));
        command.addAll(List.of("up", "--background", "--data", folder.path().toString()));
        if (listen != null) {
            command.addAll(List.of("--listen", listen));
        }
        return command;
    }

    /** Second half: tells the first one to return with this code and writes to the log from now on. */
    static void letGo(DataFolder folder, int code) {
        System.out.write(MARK);
        System.out.write(code);
        System.out.flush();
        var log = new RotatingLog(folder.logs().resolve("supervisor.out"), LOG_BYTES, 1);
        var stream = new OutputStream() {
            @Override
            public void write(int value) {
                write(new byte[] {(byte) value}, 0, 1);
            }

            @Override
            public synchronized void write(byte[] bytes, int from, int length) {
                log.write(Arrays.copyOfRange(bytes, from, from + length), length);
            }
        };
        Screen.redirect(new PrintStream(stream, true, StandardCharsets.UTF_8));
    }
}
