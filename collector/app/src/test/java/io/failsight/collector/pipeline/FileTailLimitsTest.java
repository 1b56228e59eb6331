package io.failsight.collector.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.failsight.collector.journal.JournalConfig;
import io.failsight.collector.journal.segment.Cursors;
import io.failsight.collector.receive.filetail.FileTailConfig;
import org.junit.jupiter.api.Test;

final class FileTailLimitsTest {
    @Test
    void theJournalRemembersWhereEachFollowedFileGoesOn() {
        Cursors cursors = new Cursors(JournalConfig.defaults().maxCursors());
        String folder = "file/var/log/pods/".concat("a".repeat(50)).concat("/");

        for (int i = 0; i < FileTailConfig.DEFAULT_MAX_FILES; i++) {
            cursors.put(folder + i + ".log", "1 64768:12345678 123456789012 deadbeef l 1795000000000");
        }

        assertEquals(0, cursors.forgotten());
    }
}
