package io.failsight.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EntryIdTest {
    @Test
    void isReadBackFromItsWrittenForm() {
        Random random = new Random(42);
        for (int i = 0; i < 10_000; i++) {
            EntryId id = new EntryId(random.nextLong(), random.nextInt() & Integer.MAX_VALUE);
            assertEquals(EntryId.LENGTH, id.toString().length());
            assertEquals(id, EntryId.parse(id.toString()));
        }
    }

    @Test
    void growsWithThePositionAndWithTheIncarnation() {
        byte[] earlier = Base64.getUrlDecoder().decode(new EntryId(5L << 16, 7).toString());
        byte[] later = Base64.getUrlDecoder().decode(new EntryId(5L << 16, 1 << 24).toString());
        byte[] nextSegment = Base64.getUrlDecoder().decode(new EntryId(6L << 16, 0).toString());
        assertTrue(java.util.Arrays.compareUnsigned(earlier, later) < 0);
        assertTrue(java.util.Arrays.compareUnsigned(later, nextSegment) < 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "AAAA", "AAAAAAAAAAAAAAA!", "AAAAAAAAAAAAAAAAAAAA", "_________________"})
    void refusesWhatIsNoId(String written) {
        assertThrows(IllegalArgumentException.class, () -> EntryId.parse(written));
    }
}
