package io.failsight.collector.receive.otlp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.failsight.collector.intake.ErrorKind;
import io.failsight.collector.intake.IntakeCounts;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OtlpAccessTest {
    private static final String HERE = "198.51.100.1";
    private final IntakeCounts counts = new IntakeCounts();

    @Test
    void letsThisMachineInWhateverTheListSays() {
        OtlpAccess access = new OtlpAccess(List.of(), counts);
        assertTrue(access.allows("127.0.0.1", "127.0.0.1"));
        assertTrue(access.allows("0:0:0:0:0:0:0:1%lo", "0:0:0:0:0:0:0:1%lo"));
        assertTrue(access.allows(HERE, HERE), "its own address of the network");
        assertEquals(0, counts.door("otlp").refused());
    }

    @Test
    void letsListedAddressesInAndCountsTheOthers() {
        OtlpAccess access = new OtlpAccess(List.of("192.0.2.0/24", "2001:db8::/32"), counts);
        assertTrue(access.allows("192.0.2.77", HERE));
        assertTrue(access.allows("2001:db8:0:0:0:0:0:9", "2001:db8:0:0:0:0:0:1"));
        assertFalse(access.allows("192.0.3.1", HERE));
        assertFalse(access.allows("a name", HERE));
        assertFalse(access.allows(null, HERE));
        assertEquals(3, counts.door("otlp").refused(ErrorKind.UNAUTHORISED));
    }

    @Test
    void saysWhichAddressCannotBeRead() {
        String message = String.valueOf(
                assertThrows(IllegalArgumentException.class, () -> new OtlpAccess(List.of("192.0.2.0/99"), counts))
                        .getMessage());
        assertTrue(message.contains("192.0.2.0/99"), message);
    }
}
