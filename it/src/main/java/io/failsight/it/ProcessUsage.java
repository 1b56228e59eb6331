package io.failsight.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a process has used, as the kernel counts it.
 *
 * @param cpuSeconds user and system time of all its threads
 * @param residentBytes memory that is resident now
 * @param peakResidentBytes most memory that was ever resident
 */
public record ProcessUsage(double cpuSeconds, long residentBytes, long peakResidentBytes) {
    private static final double TICKS_PER_SECOND = 100; // USER_HZ of Linux on every architecture in use

    /** Reads {@code /proc/<pid>}. */
    public static ProcessUsage of(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        double cpu = (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
        long resident = 0;
        long peak = 0;
        for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
            if (line.startsWith("VmRSS:")) {
                resident = kibibytes(line);
            } else if (line.startsWith("VmHWM:")) {
                peak = kibibytes(line);
            }
        }
        return new ProcessUsage(cpu, resident, peak);
    }

    private static long kibibytes(String line) {
        return Long.parseLong(line.replaceAll("\\D", "")) << 10;
    }
}
