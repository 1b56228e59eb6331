package io.failsight.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BytesTest {
    @ParameterizedTest
    @ValueSource(
            longs = {
                0,
                1,
                9,
                10,
                11,
                99,
                100,
                101,
                999,
                1_000,
                99_999_999,
                100_000_000,
                2_147_483_647L,
                2_147_483_648L,
                4_294_967_296L,
                999_999_999_999_999_999L,
                1_000_000_000_000_000_000L,
                Long.MAX_VALUE,
                -1,
                -10,
                Long.MIN_VALUE
            })
    void writesDecimals(long value) {
        assertEquals(
                "x" + value + "y",
                new Bytes(1).add('x').addDecimal(value).add('y').toString());
    }

    @Test
    void writesDecimalsOfEveryLength() {
        Random random = new Random(7);
        for (int round = 0; round < 200_000; round++) {
            long value = random.nextLong() >> random.nextInt(64);
            assertEquals(Long.toString(value), new Bytes(4).addDecimal(value).toString());
        }
    }
}
