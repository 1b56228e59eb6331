package io.failsight.runtime.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the memory limit of a container leaves (cgroup v2, kernel documentation "Control Group v2", section Memory). Stateless. */
final class ControlGroup {
    private ControlGroup() {}

    /**
     * Bytes below the limit, counting as free what the kernel only keeps of files and gives up when asked: after a build that is most of
     * what is used.
     *
     * @param folder of the group, such as {@code /sys/fs/cgroup}
     * @return {@link Long#MAX_VALUE} where there is no limit or no such folder
     */
    static long availableBytes(Path folder) {
        try {
            String max = Files.readString(folder.resolve("memory.max")).strip();
            if (max.equals("max")) {
                return Long.MAX_VALUE;
            }
            long used = Long.parseLong(
                    Files.readString(folder.resolve("memory.current")).strip());
            return Math.max(0, Long.parseLong(max) - Math.max(0, used - fileBytes(folder)));
        } catch (IOException | NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }

    private static long fileBytes(Path folder) {
        long sum = 0;
        try {
            for (String line : Files.readAllLines(folder.resolve("memory.stat"))) {
                if (line.startsWith("inactive_file ") || line.startsWith("active_file ")) {
                    sum += Long.parseLong(line.substring(line.indexOf(' ') + 1).strip());
                }
            }
        } catch (IOException | NumberFormatException e) {
            return 0;
        }
        return sum;
    }
}
