package io.failsight.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PromotedKeysTest {
    @ParameterizedTest
    @ValueSource(strings = {"order", "k8s.pod.name", "rest", "a@b", "x/y-z_1", "a..b"})
    void namesOfFieldsGiveTheirKeysBack(String key) {
        String name = new PromotedField(key).jsonName();
        assertEquals(Optional.of(new PromotedField(key)), PromotedField.ofJsonName(name));
        assertTrue(EntryField.ofJsonName(name).isEmpty() && name.indexOf('.') < 0, name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "host", "attr", "a:b", "a b", "a*", ".a", "\u00e4"})
    void refusesWhatCannotHaveAFieldOfItsOwn(String key) {
        assertFalse(PromotedField.isKey(key));
        assertThrows(IllegalArgumentException.class, () -> PromotedKeys.of(List.of(key)));
    }

    @Test
    void takesSixtyFourKeysAndNoMore() {
        List<String> keys = IntStream.range(0, 65).mapToObj(i -> "key" + i).toList();
        assertEquals(64, PromotedKeys.of(keys.subList(0, 64)).fields().size());
        assertThrows(IllegalArgumentException.class, () -> PromotedKeys.of(keys));
        assertEquals(1, PromotedKeys.of(List.of("a", "a")).fields().size());
    }
}
